-- Until when a question waits for its answer: kept from the first asking, whatever is tried in between.
ALTER TABLE call ADD COLUMN asked_until INTEGER;
UPDATE call SET asked_until = due_at WHERE state = 'needs_you';
