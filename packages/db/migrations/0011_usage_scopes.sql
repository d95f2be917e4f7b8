DROP TABLE IF EXISTS `usage_daily`;--> statement-breakpoint
DROP TABLE IF EXISTS `usage_times`;--> statement-breakpoint
CREATE TABLE `usage_daily` (
	`scope` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`day` date NOT NULL,
	`user_id` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`workspace_id` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`model_id` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
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
	CONSTRAINT `usage_daily_pk` PRIMARY KEY(`scope`,`day`,`user_id`,`workspace_id`,`model_id`,`currency`)
);
--> statement-breakpoint
CREATE TABLE `usage_times` (
	`scope` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`day` date NOT NULL,
	`user_id` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`workspace_id` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`model_id` varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`bucket` smallint NOT NULL,
	`first_texts` int NOT NULL,
	`answers` int NOT NULL,
	CONSTRAINT `usage_times_pk` PRIMARY KEY(`scope`,`day`,`user_id`,`workspace_id`,`model_id`,`bucket`)
);
--> statement-breakpoint
INSERT IGNORE INTO `usage_daily` (`scope`, `day`, `user_id`, `workspace_id`, `model_id`, `currency`, `calls`, `errors`, `estimated`, `prompt_tokens`, `completion_tokens`, `reasoning_tokens`, `cached_tokens`, `cost`, `spoken_tokens`, `spoken_ms`) SELECT `user_id`, `day`, `user_id`, `workspace_id`, `model_id`, `currency`, COUNT(*), SUM(`errors`), SUM(`estimated`), SUM(`prompt_tokens`), SUM(`completion_tokens`), SUM(`reasoning_tokens`), SUM(`cached_tokens`), SUM(`cost`), SUM(`spoken_tokens`), SUM(`spoken_ms`) FROM (SELECT DATE(`created_at`) AS `day`, `user_id`, `workspace_id`, COALESCE(`model_id`, '') AS `model_id`, COALESCE(`currency`, '') AS `currency`, `status` = 'error' AS `errors`, `usage_estimated` AS `estimated`, COALESCE(`prompt_tokens`, 0) AS `prompt_tokens`, COALESCE(`completion_tokens`, 0) AS `completion_tokens`, COALESCE(`reasoning_tokens`, 0) AS `reasoning_tokens`, COALESCE(`cached_tokens`, 0) AS `cached_tokens`, COALESCE(`cost`, 0) AS `cost`, IF(`status` = 'done' AND `latency_ms` - `ttft_ms` >= 50 AND `completion_tokens` >= 2, `completion_tokens`, 0) AS `spoken_tokens`, IF(`status` = 'done' AND `latency_ms` - `ttft_ms` >= 50 AND `completion_tokens` >= 2, `latency_ms` - `ttft_ms`, 0) AS `spoken_ms` FROM `calls`) AS `known` GROUP BY `day`, `user_id`, `workspace_id`, `model_id`, `currency`;--> statement-breakpoint
INSERT IGNORE INTO `usage_daily` (`scope`, `day`, `user_id`, `workspace_id`, `model_id`, `currency`, `calls`, `errors`, `estimated`, `prompt_tokens`, `completion_tokens`, `reasoning_tokens`, `cached_tokens`, `cost`, `spoken_tokens`, `spoken_ms`) SELECT 'by-model', `day`, '', '', `model_id`, `currency`, SUM(`calls`), SUM(`errors`), SUM(`estimated`), SUM(`prompt_tokens`), SUM(`completion_tokens`), SUM(`reasoning_tokens`), SUM(`cached_tokens`), SUM(`cost`), SUM(`spoken_tokens`), SUM(`spoken_ms`) FROM `usage_daily` WHERE `scope` = `user_id` GROUP BY `day`, `model_id`, `currency`;--> statement-breakpoint
INSERT IGNORE INTO `usage_daily` (`scope`, `day`, `user_id`, `workspace_id`, `model_id`, `currency`, `calls`, `errors`, `estimated`, `prompt_tokens`, `completion_tokens`, `reasoning_tokens`, `cached_tokens`, `cost`, `spoken_tokens`, `spoken_ms`) SELECT 'by-user', `day`, `user_id`, `workspace_id`, '', `currency`, SUM(`calls`), SUM(`errors`), SUM(`estimated`), SUM(`prompt_tokens`), SUM(`completion_tokens`), SUM(`reasoning_tokens`), SUM(`cached_tokens`), SUM(`cost`), SUM(`spoken_tokens`), SUM(`spoken_ms`) FROM `usage_daily` WHERE `scope` = `user_id` GROUP BY `day`, `user_id`, `workspace_id`, `currency`;--> statement-breakpoint
INSERT IGNORE INTO `usage_daily` (`scope`, `day`, `user_id`, `workspace_id`, `model_id`, `currency`, `calls`, `errors`, `estimated`, `prompt_tokens`, `completion_tokens`, `reasoning_tokens`, `cached_tokens`, `cost`, `spoken_tokens`, `spoken_ms`) SELECT `model_id`, `day`, `user_id`, `workspace_id`, `model_id`, `currency`, `calls`, `errors`, `estimated`, `prompt_tokens`, `completion_tokens`, `reasoning_tokens`, `cached_tokens`, `cost`, `spoken_tokens`, `spoken_ms` FROM `usage_daily` WHERE `scope` = `user_id` AND `model_id` <> '';--> statement-breakpoint
INSERT IGNORE INTO `usage_times` (`scope`, `day`, `user_id`, `workspace_id`, `model_id`, `bucket`, `first_texts`, `answers`) SELECT `user_id`, `day`, `user_id`, `workspace_id`, `model_id`, `bucket`, SUM(`first_texts`), SUM(`answers`) FROM (SELECT DATE(`created_at`) AS `day`, `user_id`, `workspace_id`, COALESCE(`model_id`, '') AS `model_id`, IF(`ttft_ms` <= 1, 0, LEAST(140, CEIL(LOG2(`ttft_ms`) * 4))) AS `bucket`, 1 AS `first_texts`, 0 AS `answers` FROM `calls` WHERE `ttft_ms` IS NOT NULL UNION ALL SELECT DATE(`created_at`) AS `day`, `user_id`, `workspace_id`, COALESCE(`model_id`, '') AS `model_id`, IF(`latency_ms` <= 1, 0, LEAST(140, CEIL(LOG2(`latency_ms`) * 4))) AS `bucket`, 0 AS `first_texts`, 1 AS `answers` FROM `calls` WHERE `status` = 'done' AND `latency_ms` IS NOT NULL) AS `times` GROUP BY `day`, `user_id`, `workspace_id`, `model_id`, `bucket`;--> statement-breakpoint
INSERT IGNORE INTO `usage_times` (`scope`, `day`, `user_id`, `workspace_id`, `model_id`, `bucket`, `first_texts`, `answers`) SELECT 'by-model', `day`, '', '', `model_id`, `bucket`, SUM(`first_texts`), SUM(`answers`) FROM `usage_times` WHERE `scope` = `user_id` GROUP BY `day`, `model_id`, `bucket`;--> statement-breakpoint
INSERT IGNORE INTO `usage_times` (`scope`, `day`, `user_id`, `workspace_id`, `model_id`, `bucket`, `first_texts`, `answers`) SELECT 'by-user', `day`, `user_id`, `workspace_id`, '', `bucket`, SUM(`first_texts`), SUM(`answers`) FROM `usage_times` WHERE `scope` = `user_id` GROUP BY `day`, `user_id`, `workspace_id`, `bucket`;--> statement-breakpoint
INSERT IGNORE INTO `usage_times` (`scope`, `day`, `user_id`, `workspace_id`, `model_id`, `bucket`, `first_texts`, `answers`) SELECT `model_id`, `day`, `user_id`, `workspace_id`, `model_id`, `bucket`, `first_texts`, `answers` FROM `usage_times` WHERE `scope` = `user_id` AND `model_id` <> '';