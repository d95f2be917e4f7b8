ALTER TABLE `messages` ADD `send_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `messages` ADD CONSTRAINT `messages_send` UNIQUE(`session_id`,`send_key`);