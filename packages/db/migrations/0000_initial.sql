CREATE TABLE `api_keys` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`name` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`key_hash` char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`hint` varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`expires_at` datetime(3),
	`revoked_at` datetime(3),
	`last_used_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `api_keys_id` PRIMARY KEY(`id`),
	CONSTRAINT `api_keys_key_hash_unique` UNIQUE(`key_hash`)
);
--> statement-breakpoint
CREATE TABLE `auth_sessions` (
	`id` char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `auth_sessions_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `calls` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`workspace_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`source` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`model_id` char(26) CHARACTER SET ascii COLLATE ascii_bin,
	`upstream_model` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`message_id` char(26) CHARACTER SET ascii COLLATE ascii_bin,
	`status` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`finish_reason` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`http_status` smallint,
	`error_code` varchar(40) CHARACTER SET ascii COLLATE ascii_bin,
	`error_detail` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`prompt_tokens` int,
	`completion_tokens` int,
	`reasoning_tokens` int,
	`usage_estimated` boolean NOT NULL,
	`price` json,
	`cost` decimal(20,10),
	`currency` varchar(3) CHARACTER SET ascii COLLATE ascii_bin,
	`ttft_ms` int,
	`latency_ms` int,
	`started_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `calls_id` PRIMARY KEY(`id`),
	CONSTRAINT `calls_message` UNIQUE(`message_id`)
);
--> statement-breakpoint
CREATE TABLE `chat_sessions` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`workspace_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`title` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`system_message` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`initial_broadcast_done` boolean NOT NULL,
	`removed_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `chat_sessions_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `chat_windows` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`session_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`model_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`name` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`position` int NOT NULL,
	`system_message` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`params` json NOT NULL,
	`use_global_input` boolean NOT NULL,
	`removed_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `chat_windows_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `instance_state` (
	`id` tinyint NOT NULL,
	`first_user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `instance_state_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`session_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`window_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`seq` int NOT NULL,
	`role` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`content` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`reasoning` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`status` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`finish_reason` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`error_code` varchar(40) CHARACTER SET ascii COLLATE ascii_bin,
	`error_message` varchar(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`prompt_tokens` int,
	`completion_tokens` int,
	`reasoning_tokens` int,
	`usage_estimated` boolean NOT NULL,
	`cost` decimal(20,10),
	`currency` varchar(3) CHARACTER SET ascii COLLATE ascii_bin,
	`ttft_ms` int,
	`latency_ms` int,
	`model_id` char(26) CHARACTER SET ascii COLLATE ascii_bin,
	`model_name` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`broadcast_group_id` char(26) CHARACTER SET ascii COLLATE ascii_bin,
	`client_message_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`request_hash` char(64) CHARACTER SET ascii COLLATE ascii_bin,
	`reply_to_id` char(26) CHARACTER SET ascii COLLATE ascii_bin,
	`attempt` int NOT NULL,
	`superseded` boolean NOT NULL,
	`lease_owner` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`lease_fence` int NOT NULL,
	`lease_until` datetime(3),
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `messages_id` PRIMARY KEY(`id`),
	CONSTRAINT `messages_window_seq` UNIQUE(`window_id`,`seq`),
	CONSTRAINT `messages_client_message` UNIQUE(`session_id`,`client_message_id`,`window_id`),
	CONSTRAINT `messages_attempt` UNIQUE(`reply_to_id`,`attempt`)
);
--> statement-breakpoint
CREATE TABLE `model_configs` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`name` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`provider` varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`api_base` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`model` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`api_key_cipher` varchar(4000) CHARACTER SET ascii COLLATE ascii_bin,
	`extra_config` json NOT NULL,
	`context_window` int,
	`capabilities` json NOT NULL,
	`price` json,
	`timeouts` json NOT NULL,
	`enabled` boolean NOT NULL,
	`is_demo` boolean NOT NULL,
	`removed_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `model_configs_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`email` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`nickname` varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`password_hash` varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`role` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `users_id` PRIMARY KEY(`id`),
	CONSTRAINT `users_email_unique` UNIQUE(`email`)
);
--> statement-breakpoint
CREATE TABLE `workspace_members` (
	`workspace_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`role` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `workspace_members_pk` PRIMARY KEY(`workspace_id`,`user_id`)
);
--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`name` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`is_personal` boolean NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `workspaces_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `api_keys` ADD CONSTRAINT `api_keys_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `auth_sessions` ADD CONSTRAINT `auth_sessions_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `chat_sessions` ADD CONSTRAINT `chat_sessions_workspace_id_workspaces_id_fk` FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `chat_sessions` ADD CONSTRAINT `chat_sessions_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `chat_windows` ADD CONSTRAINT `chat_windows_session_id_chat_sessions_id_fk` FOREIGN KEY (`session_id`) REFERENCES `chat_sessions`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `chat_windows` ADD CONSTRAINT `chat_windows_model_id_model_configs_id_fk` FOREIGN KEY (`model_id`) REFERENCES `model_configs`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `messages` ADD CONSTRAINT `messages_session_id_chat_sessions_id_fk` FOREIGN KEY (`session_id`) REFERENCES `chat_sessions`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `messages` ADD CONSTRAINT `messages_window_id_chat_windows_id_fk` FOREIGN KEY (`window_id`) REFERENCES `chat_windows`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `workspace_members` ADD CONSTRAINT `workspace_members_workspace_id_workspaces_id_fk` FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `workspace_members` ADD CONSTRAINT `workspace_members_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `api_keys_list` ON `api_keys` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `auth_sessions_user` ON `auth_sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `auth_sessions_expires_at` ON `auth_sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `calls_list` ON `calls` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `calls_user_list` ON `calls` (`user_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `calls_workspace_list` ON `calls` (`workspace_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `calls_model_list` ON `calls` (`model_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `chat_sessions_workspace` ON `chat_sessions` (`workspace_id`);--> statement-breakpoint
CREATE INDEX `chat_sessions_list` ON `chat_sessions` (`user_id`,`removed_at`,`updated_at`,`id`,`workspace_id`);--> statement-breakpoint
CREATE INDEX `chat_windows_list` ON `chat_windows` (`session_id`,`removed_at`,`position`,`id`);--> statement-breakpoint
CREATE INDEX `chat_windows_model` ON `chat_windows` (`model_id`);--> statement-breakpoint
CREATE INDEX `messages_in_flight` ON `messages` (`lease_owner`);--> statement-breakpoint
CREATE INDEX `messages_session_in_flight` ON `messages` (`session_id`,`lease_owner`);--> statement-breakpoint
CREATE INDEX `messages_changed` ON `messages` (`session_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `workspace_members_user` ON `workspace_members` (`user_id`);