CREATE TABLE `call_bodies` (
	`call_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`request` mediumblob,
	`answer` mediumblob,
	`request_size` int NOT NULL,
	`answer_size` int NOT NULL,
	`is_cut` boolean NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `call_bodies_call_id` PRIMARY KEY(`call_id`)
);
--> statement-breakpoint
CREATE TABLE `usage_daily` (
	`day` date NOT NULL,
	`user_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`workspace_id` char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`model_id` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`source` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`currency` varchar(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`calls` int NOT NULL,
	`errors` int NOT NULL,
	`estimated` int NOT NULL,
	`prompt_tokens` bigint NOT NULL,
	`completion_tokens` bigint NOT NULL,
	`reasoning_tokens` bigint NOT NULL,
	`cached_tokens` bigint NOT NULL,
	`cost` decimal(30,10) NOT NULL,
	`spoken_tokens` bigint NOT NULL,
	`spoken_ms` bigint NOT NULL,
	CONSTRAINT `usage_daily_pk` PRIMARY KEY(`day`,`user_id`,`workspace_id`,`model_id`,`source`,`currency`)
);
--> statement-breakpoint
CREATE TABLE `usage_times` (
	`user_id` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`day` date NOT NULL,
	`model_id` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`bucket` smallint NOT NULL,
	`first_texts` int NOT NULL,
	`answers` int NOT NULL,
	CONSTRAINT `usage_times_pk` PRIMARY KEY(`user_id`,`day`,`model_id`,`bucket`)
);
--> statement-breakpoint
ALTER TABLE `calls` ADD `session_id` char(26) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `calls` ADD `cached_tokens` int;--> statement-breakpoint
ALTER TABLE `messages` ADD `purpose` varchar(16) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `model_configs` ADD `record_bodies` boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX `call_bodies_age` ON `call_bodies` (`created_at`);--> statement-breakpoint
CREATE INDEX `usage_daily_user` ON `usage_daily` (`user_id`,`day`);--> statement-breakpoint
CREATE INDEX `calls_status_list` ON `calls` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `calls_source_list` ON `calls` (`source`,`created_at`,`id`);--> statement-breakpoint
UPDATE `calls` INNER JOIN `messages` ON `messages`.`id` = `calls`.`message_id` SET `calls`.`session_id` = `messages`.`session_id` WHERE `calls`.`session_id` IS NULL;--> statement-breakpoint
INSERT IGNORE INTO `usage_daily` SELECT `day`, `user_id`, `workspace_id`, `model_id`, `source`, `currency`, COUNT(*), SUM(`is_error`), SUM(`is_estimated`), SUM(`prompt_tokens`), SUM(`completion_tokens`), SUM(`reasoning_tokens`), 0, SUM(`cost`), SUM(`spoken_tokens`), SUM(`spoken_ms`) FROM (SELECT DATE(`created_at`) AS `day`, `user_id`, `workspace_id`, COALESCE(`model_id`, '') AS `model_id`, `source`, COALESCE(`currency`, '') AS `currency`, `status` = 'error' AS `is_error`, `usage_estimated` AS `is_estimated`, COALESCE(`prompt_tokens`, 0) AS `prompt_tokens`, COALESCE(`completion_tokens`, 0) AS `completion_tokens`, COALESCE(`reasoning_tokens`, 0) AS `reasoning_tokens`, COALESCE(`cost`, 0) AS `cost`, IF(`status` = 'done' AND `latency_ms` - `ttft_ms` >= 50 AND `completion_tokens` >= 2, `completion_tokens`, 0) AS `spoken_tokens`, IF(`status` = 'done' AND `latency_ms` - `ttft_ms` >= 50 AND `completion_tokens` >= 2, `latency_ms` - `ttft_ms`, 0) AS `spoken_ms` FROM `calls`) AS `known` GROUP BY `day`, `user_id`, `workspace_id`, `model_id`, `source`, `currency`;--> statement-breakpoint
INSERT IGNORE INTO `usage_times` SELECT `user_id`, `day`, `model_id`, `bucket`, SUM(`first_texts`), SUM(`answers`) FROM (SELECT `user_id`, DATE(`created_at`) AS `day`, COALESCE(`model_id`, '') AS `model_id`, IF(`ttft_ms` <= 1, 0, LEAST(140, CEIL(LOG2(`ttft_ms`) * 4))) AS `bucket`, 1 AS `first_texts`, 0 AS `answers` FROM `calls` WHERE `ttft_ms` IS NOT NULL UNION ALL SELECT `user_id`, DATE(`created_at`), COALESCE(`model_id`, ''), IF(`latency_ms` <= 1, 0, LEAST(140, CEIL(LOG2(`latency_ms`) * 4))), 0, 1 FROM `calls` WHERE `status` = 'done' AND `latency_ms` IS NOT NULL) AS `times` GROUP BY `user_id`, `day`, `model_id`, `bucket`;--> statement-breakpoint
INSERT IGNORE INTO `usage_times` SELECT '', `day`, `model_id`, `bucket`, SUM(`first_texts`), SUM(`answers`) FROM `usage_times` WHERE `user_id` <> '' GROUP BY `day`, `model_id`, `bucket`;
