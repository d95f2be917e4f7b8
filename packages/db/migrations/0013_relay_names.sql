CREATE TABLE `relay_names` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`name` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`mode` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`model_ids` json NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `relay_names_id` PRIMARY KEY(`id`),
	CONSTRAINT `relay_names_name` UNIQUE(`name`)
);
--> statement-breakpoint
ALTER TABLE `calls` ADD `api_key_id` char(26) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `calls` ADD `relay_name` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `calls` ADD `relay_attempt` smallint;