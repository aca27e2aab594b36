-- What customers are told about a cancelled event; reason is for staff.
ALTER TABLE event_cancellation ADD COLUMN message text;
