CREATE TABLE `catch_ups` (
	`window_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`from_window_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`status` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`after_seq` int NOT NULL,
	`input_id` char(26) CHARACTER SET ascii COLLATE ascii_bin,
	`done` int NOT NULL,
	`total` int NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `catch_ups_window_id` PRIMARY KEY(`window_id`)
);
--> statement-breakpoint
CREATE TABLE `rewinds` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`window_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`after_seq` int NOT NULL,
	`from_seq` int NOT NULL,
	`message_count` int NOT NULL,
	`preview` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`undone_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `rewinds_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `chat_windows` ADD `history_seq` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `archived_by` char(26) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `catch_ups` ADD CONSTRAINT `catch_ups_window_id_chat_windows_id_fk` FOREIGN KEY (`window_id`) REFERENCES `chat_windows`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `catch_ups` ADD CONSTRAINT `catch_ups_from_window_id_chat_windows_id_fk` FOREIGN KEY (`from_window_id`) REFERENCES `chat_windows`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `rewinds` ADD CONSTRAINT `rewinds_window_id_chat_windows_id_fk` FOREIGN KEY (`window_id`) REFERENCES `chat_windows`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `catch_ups_status` ON `catch_ups` (`status`);--> statement-breakpoint
CREATE INDEX `rewinds_window` ON `rewinds` (`window_id`,`undone_at`,`id`);--> statement-breakpoint
CREATE INDEX `messages_history` ON `messages` (`window_id`,`archived_by`,`seq`);