//! A few of the worlds that `cargo xtask simulate` makes by the thousand.

use ringlog_tests::simulation::Story;

#[test]
fn a_seed_always_tells_the_same_story() {
    for seed in [3, 1_000_003] {
        let story = Story::of(seed);
        assert!(story.lines.len() > 5, "{story:?}");
        assert_eq!(story.lines, Story::of(seed).lines);
    }
}

#[test]
fn in_every_world_each_call_stands_once_on_the_right_record_and_nothing_waits_for_ever() {
    for seed in 0..60 {
        let story = Story::of(seed);
        assert!(
            story.broken.is_empty(),
            "seed {seed}: {:#?}\n{}",
            story.broken,
            story.lines.join("\n")
        );
    }
}
