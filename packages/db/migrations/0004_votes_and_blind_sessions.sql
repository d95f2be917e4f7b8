CREATE TABLE `votes` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`session_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`broadcast_group_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`verdict` varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`message_id` char(26) CHARACTER SET ascii COLLATE ascii_bin,
	`note` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`contestants` json NOT NULL,
	`blind` boolean NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `votes_id` PRIMARY KEY(`id`),
	CONSTRAINT `votes_user_broadcast` UNIQUE(`user_id`,`broadcast_group_id`)
);
--> statement-breakpoint
ALTER TABLE `chat_sessions` ADD `blind` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `votes` ADD CONSTRAINT `votes_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `votes` ADD CONSTRAINT `votes_session_id_chat_sessions_id_fk` FOREIGN KEY (`session_id`) REFERENCES `chat_sessions`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `votes_session_list` ON `votes` (`session_id`,`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `votes_user_list` ON `votes` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `messages_broadcast` ON `messages` (`broadcast_group_id`);