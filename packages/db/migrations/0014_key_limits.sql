ALTER TABLE `api_keys` ADD `model_ids` json;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `ip_ranges` json;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `requests_per_minute` int;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `tokens_per_minute` int;