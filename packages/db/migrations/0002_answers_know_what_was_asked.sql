ALTER TABLE `messages` ADD `thinking_ms` int;--> statement-breakpoint
ALTER TABLE `messages` ADD `asked` json;