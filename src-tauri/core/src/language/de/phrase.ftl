verbatim = { $text }
two-sentences = { $first } { $second }
with-detail = { $sentence } ({ $detail })
