//! What it was measured on.

use std::fs;

/// The processor, its cores, the memory and the system, in a sentence.
pub(crate) fn words() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory_kb: u64 = value(&memory, "MemTotal:")
        .trim_end_matches(" kB")
        .parse()
        .unwrap_or_default();
    format!(
        "Measured on {}, {cores} cores of {}, {} GB of memory.\n",
        value(&system, "PRETTY_NAME=").trim_matches('"'),
        value(&processor, "model name").trim_start_matches(": "),
        memory_kb / 1_048_576,
    )
}

/// What stands behind `name` in the first line that begins with it.
fn value<'a>(text: &'a str, name: &str) -> &'a str {
    text.lines()
        .find_map(|line| line.strip_prefix(name))
        .unwrap_or("an unknown one")
        .trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_with_a_name_tells_its_value() {
        let text = "processor\t: 0\nmodel name\t: A Processor @ 2 GHz\nmodel name\t: Another";

        assert_eq!(value(text, "model name"), ": A Processor @ 2 GHz");
        assert_eq!(value(text, "MemTotal:"), "an unknown one");
    }
}
