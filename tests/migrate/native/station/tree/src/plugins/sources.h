/* The sources: define SOURCE(name, function) and include this, as often as you like. */
SOURCE("live", series_new)
SOURCE("archive", archive_series)
SOURCE("log", archive_log)
