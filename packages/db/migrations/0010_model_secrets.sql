CREATE TABLE `model_secrets` (
	`id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`model_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`kind` varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`name` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`cipher` varchar(4000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`set_aside_at` datetime(3),
	`rests_until` datetime(3),
	`refused_at` datetime(3),
	`refused_status` int,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `model_secrets_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `model_configs` ADD `call_options` json;--> statement-breakpoint
ALTER TABLE `model_configs` ADD `max_concurrent` int;--> statement-breakpoint
ALTER TABLE `model_secrets` ADD CONSTRAINT `model_secrets_model_id_model_configs_id_fk` FOREIGN KEY (`model_id`) REFERENCES `model_configs`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `model_secrets_model` ON `model_secrets` (`model_id`);--> statement-breakpoint
INSERT IGNORE INTO `model_secrets` (`id`, `model_id`, `kind`, `name`, `cipher`, `created_at`) SELECT `id`, `id`, 'key', '', `api_key_cipher`, `updated_at` FROM `model_configs` WHERE `api_key_cipher` IS NOT NULL;--> statement-breakpoint
ALTER TABLE `model_configs` DROP COLUMN `api_key_cipher`;