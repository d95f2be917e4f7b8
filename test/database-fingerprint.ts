import type { TestApp } from './create-test-app.ts'

type Pool = { query(sql: string): Promise<[unknown]> }

const whole =
  'users, workspaces, workspace_members, model_configs, chat_sessions, chat_windows, line_ups, prompt_templates, session_tags, user_preferences, files, file_bodies, invites, password_resets'
/** Of these a row changes while nobody calls: when an answer ends, or a key was used. */
const counted = ['messages', 'auth_sessions', 'api_keys', 'api_keys WHERE revoked_at IS NULL']
const counts = counted.map((from) => `SELECT COUNT(*) AS count FROM ${from}`).join(' UNION ALL ')

/** All that a call could have written, so that two of them are equal where nothing was. */
export async function fingerprintDatabase({ database }: Pick<TestApp, 'database'>): Promise<unknown> {
  const pool = database.db.$client as unknown as Pool
  const answers = await Promise.all([pool.query(`CHECKSUM TABLE ${whole}`), pool.query(counts)])
  return answers.map(([rows]) => rows)
}

/** Resolves once no answer is in flight: then nothing is written but what calls write. */
export async function waitUntilIdle({ database }: Pick<TestApp, 'database'>): Promise<void> {
  const pool = database.db.$client as unknown as Pool
  const until = Date.now() + 30_000
  while (Date.now() < until) {
    const [running] = await pool.query('SELECT id FROM messages WHERE lease_owner IS NOT NULL LIMIT 1')
    if ((running as unknown[]).length === 0) return
  }
  throw new Error('an answer is still in flight')
}
