CREATE TABLE `audit_log` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`at` datetime(3) NOT NULL,
	`action` varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`actor_id` char(26) CHARACTER SET ascii COLLATE ascii_bin,
	`actor_name` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`target_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`target_name` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`details` json,
	`address` varchar(45) CHARACTER SET ascii COLLATE ascii_bin,
	`request_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	CONSTRAINT `audit_log_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `invites` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`token_hash` char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`role` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`note` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`created_by` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`used_at` datetime(3),
	`used_by` char(26) CHARACTER SET ascii COLLATE ascii_bin,
	`revoked_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `invites_id` PRIMARY KEY(`id`),
	CONSTRAINT `invites_token_hash_unique` UNIQUE(`token_hash`)
);
--> statement-breakpoint
CREATE TABLE `password_resets` (
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`token_hash` char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `password_resets_user_id` PRIMARY KEY(`user_id`),
	CONSTRAINT `password_resets_token_hash_unique` UNIQUE(`token_hash`)
);
--> statement-breakpoint
ALTER TABLE `auth_sessions` ADD `last_used_at` datetime(3);--> statement-breakpoint
ALTER TABLE `auth_sessions` ADD `user_agent` varchar(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `auth_sessions` ADD `address` varchar(45) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `users` ADD `suspended_at` datetime(3);--> statement-breakpoint
ALTER TABLE `users` ADD `removed_at` datetime(3);--> statement-breakpoint
ALTER TABLE `users` ADD `last_sign_in_at` datetime(3);--> statement-breakpoint
ALTER TABLE `password_resets` ADD CONSTRAINT `password_resets_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `audit_log_list` ON `audit_log` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_action` ON `audit_log` (`action`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_actor` ON `audit_log` (`actor_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_target` ON `audit_log` (`target_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `users_role` ON `users` (`role`,`id`);--> statement-breakpoint
CREATE INDEX `users_removed` ON `users` (`removed_at`);