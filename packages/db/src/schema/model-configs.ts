import { boolean, int, mysqlTable } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { jsonColumn } from '../columns/json-column.ts'
import { asciiColumn, lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import type {
  CallOptions,
  ModelAccess,
  ModelParams,
  ModelTest,
  Price,
  Timeouts,
} from '../records/model-config.ts'

export const modelConfigs = mysqlTable('model_configs', {
  id: idColumn('id').primaryKey(),
  name: lineColumn('name', { length: 120 }).notNull(),
  provider: lineColumn('provider', { length: 60 }).notNull(),
  apiBase: lineColumn('api_base', { length: 500 }).notNull(),
  model: lineColumn('model', { length: 200 }).notNull(),
  extraConfig: jsonColumn<ModelParams>('extra_config').notNull(),
  contextWindow: int('context_window'),
  capabilities: jsonColumn<string[]>('capabilities').notNull(),
  price: jsonColumn<Price>('price'),
  timeouts: jsonColumn<Timeouts>('timeouts').notNull(),
  /** How its endpoint is spoken to, where that is not the usual way. */
  callOptions: jsonColumn<CallOptions>('call_options'),
  /** How many calls an instance makes at a time; any number where null. */
  maxConcurrent: int('max_concurrent'),
  enabled: boolean('enabled').notNull(),
  /** Whether what its calls send and answer is kept beside the call log. */
  recordBodies: boolean('record_bodies').notNull().default(true),
  isDemo: boolean('is_demo').notNull(),
  /** Where it stands in lists; those that nobody has moved stand in the order they were made. */
  position: int('position').notNull().default(0),
  groupName: lineColumn('group_name', { length: 160 }),
  tags: jsonColumn<string[]>('tags'),
  /** Who may use it; the roles or workspaces are rows of `model_access`. */
  access: asciiColumn('access', { length: 16 }).$type<ModelAccess['kind']>().notNull().default('everyone'),
  /** The most tokens that an answer may be asked for. */
  maxTokensLimit: int('max_tokens_limit'),
  /** How the last test of it as it is now went. */
  lastTest: jsonColumn<ModelTest>('last_test'),
  removedAt: timeColumn('removed_at'),
  createdAt: timeColumn('created_at').notNull(),
  updatedAt: timeColumn('updated_at').notNull(),
})
