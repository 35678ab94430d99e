verbatim = { $text }
two-sentences = { $first } { $second }
