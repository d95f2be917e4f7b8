import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { projectRoot } from './paths.ts'
import { StartError } from './start-error.ts'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, `is not one of ${words.join(', ')}`)

const listOf = (isValid: (entry: string) => boolean, rule: string) =>
  z
    .string()
    .transform((text) => text.split(',').flatMap((entry) => entry.trim() || []))
    .refine((entries) => entries.every(isValid), rule)

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max,
      `is not a whole number from ${min} to ${max}`,
    )
    .transform(Number)

const toOrigin = (url: string) => new URL(url).origin

const secretSchema = z
  .string()
  .refine((secret) => Buffer.byteLength(secret) >= 32, 'is shorter than 32 bytes')
  .nullable()
  .default(null)

const variablesSchema = z.object({
  DATABASE_URL: z
    .string()
    .refine(isDatabaseUrl, 'is not of the form mysql://user:password@host:port/name')
    .nullable()
    .default(null),
  REDIS_URL: z.undefined('is not supported yet: run one instance, without it').optional(),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'is not a host name or an address')
    .default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  PUBLIC_URL: z
    .string()
    .refine(isOrigin, 'is not an http or https address without a path, such as https://chat.example.com')
    .transform(toOrigin)
    .nullable()
    .default(null),
  CHATMORE_SECRET: secretSchema,
  CHATMORE_SECRET_PREVIOUS: secretSchema,
  CHATMORE_DATA_DIR: z
    .string()
    .transform((folder) => path.resolve(folder))
    .default(path.join(projectRoot, '.data')),
  CHATMORE_DEMO: oneOf(['auto', 'on', 'off']).default('auto'),
  CHATMORE_REGISTRATION: oneOf(['open', 'invite', 'closed']).nullable().default(null),
  CHATMORE_ALLOW_PRIVATE_UPSTREAMS: oneOf(['true', 'false'])
    .transform((word) => word === 'true')
    .default(true),
  CHATMORE_ALLOWED_ORIGINS: listOf(
    isOrigin,
    'is not a comma-separated list of origins such as https://app.example.com',
  )
    .transform((origins) => origins.map(toOrigin))
    .default([]),
  CHATMORE_TRUSTED_PROXIES: listOf(
    isAddressOrRange,
    'is not a comma-separated list of addresses or ranges such as 10.0.0.0/8',
  ).default([]),
  CHATMORE_CALLS_PER_SECOND: wholeNumber(1, 1_000_000).default(100),
  CHATMORE_FILES_MB_PER_USER: wholeNumber(1, 1_000_000).default(500),
  CHATMORE_CALL_BODIES: oneOf(['on', 'off']).default('on'),
  CHATMORE_CALL_BODY_DAYS: wholeNumber(1, 36_500).default(30),
  CHATMORE_CALL_BODY_KB: wholeNumber(1, 4096).default(1024),
  CHATMORE_DELETED_DAYS: wholeNumber(1, 36_500).default(30),
  CHATMORE_REWOUND_DAYS: wholeNumber(1, 36_500).default(365),
  CHATMORE_AUDIT_DAYS: wholeNumber(1, 36_500).default(730),
  CHATMORE_SOCKETS_PER_CALLER: wholeNumber(1, 1_000_000).default(2500),
  CHATMORE_SHUTDOWN_GRACE_MS: wholeNumber(0, 3_600_000).default(20_000),
  CHATMORE_LOG_LEVEL: oneOf(logLevels).default('info'),
  CHATMORE_AUDIT_LINES: z
    .string()
    .refine(
      (text) => text === 'off' || text === 'stdout' || path.isAbsolute(text),
      'is not off, stdout or the whole path of a file',
    )
    .default('off'),
})

/** Every variable as if it were not set: keeps a test's server from a developer's own configuration. */
export const unsetVariables: Variables = Object.fromEntries(
  Object.keys(variablesSchema.shape).map((name) => [name, '']),
)

/** The whole configuration, checked. `null` stands for "not set". */
export interface Environment {
  databaseUrl: string | null
  host: string
  port: number
  publicUrl: string | null
  secret: string | null
  previousSecret: string | null
  dataDir: string
  demo: 'auto' | 'on' | 'off'
  registration: 'open' | 'invite' | 'closed' | null
  allowPrivateUpstreams: boolean
  allowedOrigins: string[]
  trustedProxies: string[]
  /** What a user, or an address that nobody is signed in from, may call in the long run. */
  callsPerSecond: number
  /** What the files of one user may take together. */
  mostFileBytes: number
  /** What calls send and answer is kept for so many days, so many characters of each; not at all where null. */
  callBodies: { days: number; mostCharacters: number } | null
  /** How long deleted sessions and windows, rewound messages and the audit log are kept. */
  retention: { deletedDays: number; rewoundDays: number; auditDays: number }
  /** Live connections of one user, and of one address. */
  socketsPerCaller: number
  /** How long running answers may go on once the server is told to stop. */
  shutdownGraceMs: number
  logLevel: (typeof logLevels)[number]
  /** Where each row of the audit log goes as a line of JSON, too: `off`, `stdout` or a file's path. */
  auditLines: string
}

export type Variables = Record<string, string | undefined>

/**
 * Checks the variables of the process, over those of a `.env` file in the project's root.
 * Throws a `StartError` that names each bad variable and the rule that it breaks.
 */
export function readEnvironment(variables: Variables = { ...readDotEnv(), ...process.env }): Environment {
  const parsed = variablesSchema.safeParse(dropEmpty(variables))
  if (!parsed.success) throw new StartError(describeIssue(parsed.error))
  const values = parsed.data
  if (values.DATABASE_URL !== null && values.CHATMORE_SECRET === null) {
    throw new StartError(
      'CHATMORE_SECRET is required with DATABASE_URL: set it to at least 32 random bytes, the same at every start.',
    )
  }
  return {
    databaseUrl: values.DATABASE_URL,
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL,
    secret: values.CHATMORE_SECRET,
    previousSecret: values.CHATMORE_SECRET_PREVIOUS,
    dataDir: values.CHATMORE_DATA_DIR,
    demo: values.CHATMORE_DEMO,
    registration: values.CHATMORE_REGISTRATION,
    allowPrivateUpstreams: values.CHATMORE_ALLOW_PRIVATE_UPSTREAMS,
    allowedOrigins: values.CHATMORE_ALLOWED_ORIGINS,
    trustedProxies: values.CHATMORE_TRUSTED_PROXIES,
    callsPerSecond: values.CHATMORE_CALLS_PER_SECOND,
    mostFileBytes: values.CHATMORE_FILES_MB_PER_USER * 1024 * 1024,
    callBodies:
      values.CHATMORE_CALL_BODIES === 'off'
        ? null
        : { days: values.CHATMORE_CALL_BODY_DAYS, mostCharacters: values.CHATMORE_CALL_BODY_KB * 1024 },
    retention: {
      deletedDays: values.CHATMORE_DELETED_DAYS,
      rewoundDays: values.CHATMORE_REWOUND_DAYS,
      auditDays: values.CHATMORE_AUDIT_DAYS,
    },
    socketsPerCaller: values.CHATMORE_SOCKETS_PER_CALLER,
    shutdownGraceMs: values.CHATMORE_SHUTDOWN_GRACE_MS,
    logLevel: values.CHATMORE_LOG_LEVEL,
    auditLines: values.CHATMORE_AUDIT_LINES,
  }
}

/** Where a command was typed: npm runs it in the project's folder, and says from where. */
export function readCallersFolder(): string {
  return process.env.INIT_CWD ?? process.cwd()
}

/** The value itself is left out: it may be a secret. */
function describeIssue(error: z.ZodError): string {
  return error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`).join(' ')
}

function readDotEnv(): Variables {
  const file = path.join(projectRoot, '.env')
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}

/** Compose files and shells hand over unset variables as empty ones. */
function dropEmpty(variables: Variables): Variables {
  return Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  )
}

function isDatabaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'mysql:' && url.hostname !== '' && /^\/[^/]+$/.test(url.pathname)
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:'
  return isHttp && url.href === `${url.origin}/`
}

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}
