CREATE TABLE `line_ups` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`workspace_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`name` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`settings` json NOT NULL,
	`default_of` char(26) CHARACTER SET ascii COLLATE ascii_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `line_ups_id` PRIMARY KEY(`id`),
	CONSTRAINT `line_ups_default` UNIQUE(`default_of`)
);
--> statement-breakpoint
CREATE TABLE `prompt_templates` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`workspace_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`name` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`content` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `prompt_templates_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `session_tags` (
	`session_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`tag_key` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`tag` varchar(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	CONSTRAINT `session_tags_pk` PRIMARY KEY(`session_id`,`tag_key`)
);
--> statement-breakpoint
CREATE TABLE `user_preferences` (
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`title_model_id` char(26) CHARACTER SET ascii COLLATE ascii_bin,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `user_preferences_user_id` PRIMARY KEY(`user_id`)
);
--> statement-breakpoint
ALTER TABLE `chat_sessions` ADD `title_typed` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `chat_sessions` ADD `pinned` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `chat_sessions` ADD `archived` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `line_ups` ADD CONSTRAINT `line_ups_workspace_id_workspaces_id_fk` FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `line_ups` ADD CONSTRAINT `line_ups_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `prompt_templates` ADD CONSTRAINT `prompt_templates_workspace_id_workspaces_id_fk` FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `prompt_templates` ADD CONSTRAINT `prompt_templates_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `session_tags` ADD CONSTRAINT `session_tags_session_id_chat_sessions_id_fk` FOREIGN KEY (`session_id`) REFERENCES `chat_sessions`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `user_preferences` ADD CONSTRAINT `user_preferences_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `line_ups_list` ON `line_ups` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `line_ups_workspace` ON `line_ups` (`workspace_id`);--> statement-breakpoint
CREATE INDEX `prompt_templates_list` ON `prompt_templates` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `prompt_templates_workspace` ON `prompt_templates` (`workspace_id`);--> statement-breakpoint
CREATE INDEX `chat_sessions_listed` ON `chat_sessions` (`user_id`,`removed_at`,`archived`,`pinned`,`updated_at`,`id`,`workspace_id`);--> statement-breakpoint
DROP INDEX `chat_sessions_list` ON `chat_sessions`;