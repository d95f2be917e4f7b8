CREATE TABLE `file_bodies` (
	`hash` char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`size` int NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `file_bodies_hash` PRIMARY KEY(`hash`)
);
--> statement-breakpoint
CREATE TABLE `file_parts` (
	`hash` char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`position` smallint NOT NULL,
	`data` mediumblob NOT NULL,
	CONSTRAINT `file_parts_pk` PRIMARY KEY(`hash`,`position`)
);
--> statement-breakpoint
CREATE TABLE `files` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`workspace_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`hash` char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`name` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`media_type` varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`size` int NOT NULL,
	`width` int,
	`height` int,
	`tokens` int NOT NULL,
	`is_sent` boolean NOT NULL,
	`uploaded_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `files_id` PRIMARY KEY(`id`),
	CONSTRAINT `files_content` UNIQUE(`user_id`,`hash`,`name`)
);
--> statement-breakpoint
ALTER TABLE `messages` ADD `attachments` json;--> statement-breakpoint
ALTER TABLE `file_parts` ADD CONSTRAINT `file_parts_hash_file_bodies_hash_fk` FOREIGN KEY (`hash`) REFERENCES `file_bodies`(`hash`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `files` ADD CONSTRAINT `files_workspace_id_workspaces_id_fk` FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `files` ADD CONSTRAINT `files_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `files` ADD CONSTRAINT `files_hash_file_bodies_hash_fk` FOREIGN KEY (`hash`) REFERENCES `file_bodies`(`hash`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `files_user` ON `files` (`user_id`,`size`);--> statement-breakpoint
CREATE INDEX `files_unsent` ON `files` (`is_sent`,`uploaded_at`);--> statement-breakpoint
CREATE INDEX `files_workspace` ON `files` (`workspace_id`);--> statement-breakpoint
CREATE INDEX `files_hash` ON `files` (`hash`);