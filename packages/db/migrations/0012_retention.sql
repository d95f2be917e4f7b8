CREATE INDEX `chat_sessions_removed` ON `chat_sessions` (`removed_at`);--> statement-breakpoint
CREATE INDEX `chat_windows_removed` ON `chat_windows` (`removed_at`);--> statement-breakpoint
CREATE INDEX `rewinds_age` ON `rewinds` (`created_at`);