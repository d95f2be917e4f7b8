CREATE TABLE `model_access` (
	`model_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`grantee` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	CONSTRAINT `model_access_pk` PRIMARY KEY(`model_id`,`grantee`)
);
--> statement-breakpoint
ALTER TABLE `model_configs` ADD `position` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `model_configs` ADD `group_name` varchar(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `model_configs` ADD `tags` json;--> statement-breakpoint
ALTER TABLE `model_configs` ADD `access` varchar(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
ALTER TABLE `model_configs` ADD `max_tokens_limit` int;--> statement-breakpoint
ALTER TABLE `model_configs` ADD `last_test` json;--> statement-breakpoint
ALTER TABLE `model_access` ADD CONSTRAINT `model_access_model_id_model_configs_id_fk` FOREIGN KEY (`model_id`) REFERENCES `model_configs`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `calls_model_status` ON `calls` (`model_id`,`status`,`created_at`,`id`);