# Files a person asked for.
file-exists = { $path } is there already and was not replaced.
    .next = Choose another name, or add --force to replace it.
file-not-saved = { $path } could not be saved: { $detail }.
no-downloads = The system names no folder for downloads, so nothing was saved.
diagnostics-without-key = There is no ledger to read, so all stand-ins of a kind are the same.
nothing-to-save = Nothing was shown that could be saved: make it first.
