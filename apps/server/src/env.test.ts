import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readEnvironment } from './env.ts'
import { projectRoot } from './paths.ts'

const SECRET = 'x'.repeat(32)

test('without variables everything has its default', () => {
  expect(readEnvironment({})).toEqual({
    databaseUrl: null,
    host: '127.0.0.1',
    port: 3000,
    publicUrl: null,
    secret: null,
    previousSecret: null,
    dataDir: path.join(projectRoot, '.data'),
    demo: 'auto',
    registration: null,
    allowPrivateUpstreams: true,
    allowedOrigins: [],
    trustedProxies: [],
    callsPerSecond: 100,
    mostFileBytes: 500 * 1024 * 1024,
    callBodies: { days: 30, mostCharacters: 1_048_576 },
    retention: { deletedDays: 30, rewoundDays: 365, auditDays: 730 },
    socketsPerCaller: 2500,
    shutdownGraceMs: 20_000,
    logLevel: 'info',
    auditLines: 'off',
  })
})

test('every variable is read', () => {
  expect(
    readEnvironment({
      DATABASE_URL: 'mysql://user:pass@db.example:3307/chatmore?ssl=true',
      HOST: '::',
      PORT: '0',
      PUBLIC_URL: 'https://chat.example.com/',
      CHATMORE_SECRET: SECRET,
      CHATMORE_SECRET_PREVIOUS: `${SECRET}y`,
      CHATMORE_DATA_DIR: '/var/lib/chatmore',
      CHATMORE_DEMO: 'off',
      CHATMORE_REGISTRATION: 'invite',
      CHATMORE_ALLOW_PRIVATE_UPSTREAMS: 'false',
      CHATMORE_ALLOWED_ORIGINS: 'https://a.example, http://localhost:8080',
      CHATMORE_TRUSTED_PROXIES: '10.0.0.0/8,::1',
      CHATMORE_CALLS_PER_SECOND: '500',
      CHATMORE_FILES_MB_PER_USER: '20',
      CHATMORE_CALL_BODIES: 'on',
      CHATMORE_CALL_BODY_DAYS: '7',
      CHATMORE_CALL_BODY_KB: '64',
      CHATMORE_DELETED_DAYS: '1',
      CHATMORE_REWOUND_DAYS: '2',
      CHATMORE_AUDIT_DAYS: '3',
      CHATMORE_SOCKETS_PER_CALLER: '3000',
      CHATMORE_SHUTDOWN_GRACE_MS: '0',
      CHATMORE_LOG_LEVEL: 'debug',
      CHATMORE_AUDIT_LINES: '/var/log/chatmore/audit.jsonl',
    }),
  ).toEqual({
    databaseUrl: 'mysql://user:pass@db.example:3307/chatmore?ssl=true',
    host: '::',
    port: 0,
    publicUrl: 'https://chat.example.com',
    secret: SECRET,
    previousSecret: `${SECRET}y`,
    dataDir: '/var/lib/chatmore',
    demo: 'off',
    registration: 'invite',
    allowPrivateUpstreams: false,
    allowedOrigins: ['https://a.example', 'http://localhost:8080'],
    trustedProxies: ['10.0.0.0/8', '::1'],
    callsPerSecond: 500,
    mostFileBytes: 20 * 1024 * 1024,
    callBodies: { days: 7, mostCharacters: 65_536 },
    retention: { deletedDays: 1, rewoundDays: 2, auditDays: 3 },
    socketsPerCaller: 3000,
    shutdownGraceMs: 0,
    logLevel: 'debug',
    auditLines: '/var/log/chatmore/audit.jsonl',
  })
})

test('an empty variable counts as not set', () => {
  expect(readEnvironment({ PORT: '', PUBLIC_URL: '', CHATMORE_DEMO: '' })).toEqual(readEnvironment({}))
})

describe('a bad value stops the start with a sentence that names the variable and the rule', () => {
  test.each([
    ['PORT', '80x', 'PORT is not a whole number from 0 to 65535.'],
    ['PORT', '65536', 'PORT is not a whole number from 0 to 65535.'],
    ['PORT', '-1', 'PORT is not a whole number from 0 to 65535.'],
    ['HOST', 'no host', 'HOST is not a host name or an address.'],
    [
      'DATABASE_URL',
      'postgres://a:b@c/d',
      'DATABASE_URL is not of the form mysql://user:password@host:port/name.',
    ],
    ['REDIS_URL', 'redis://localhost', 'REDIS_URL is not supported yet: run one instance, without it.'],
    ['DATABASE_URL', 'mysql://host', 'DATABASE_URL is not of the form mysql://user:password@host:port/name.'],
    [
      'PUBLIC_URL',
      'chat.example.com',
      'PUBLIC_URL is not an http or https address without a path, such as https://chat.example.com.',
    ],
    [
      'PUBLIC_URL',
      'https://chat.example.com/app',
      'PUBLIC_URL is not an http or https address without a path, such as https://chat.example.com.',
    ],
    ['CHATMORE_SECRET', 'short', 'CHATMORE_SECRET is shorter than 32 bytes.'],
    ['CHATMORE_SECRET_PREVIOUS', 'short', 'CHATMORE_SECRET_PREVIOUS is shorter than 32 bytes.'],
    ['CHATMORE_DEMO', 'yes', 'CHATMORE_DEMO is not one of auto, on, off.'],
    ['CHATMORE_REGISTRATION', 'all', 'CHATMORE_REGISTRATION is not one of open, invite, closed.'],
    ['CHATMORE_ALLOW_PRIVATE_UPSTREAMS', '1', 'CHATMORE_ALLOW_PRIVATE_UPSTREAMS is not one of true, false.'],
    [
      'CHATMORE_ALLOWED_ORIGINS',
      '*',
      'CHATMORE_ALLOWED_ORIGINS is not a comma-separated list of origins such as https://app.example.com.',
    ],
    [
      'CHATMORE_TRUSTED_PROXIES',
      '10.0.0.0/33',
      'CHATMORE_TRUSTED_PROXIES is not a comma-separated list of addresses or ranges such as 10.0.0.0/8.',
    ],
    [
      'CHATMORE_FILES_MB_PER_USER',
      '0',
      'CHATMORE_FILES_MB_PER_USER is not a whole number from 1 to 1000000.',
    ],
    ['CHATMORE_CALL_BODIES', 'yes', 'CHATMORE_CALL_BODIES is not one of on, off.'],
    ['CHATMORE_AUDIT_DAYS', 'never', 'CHATMORE_AUDIT_DAYS is not a whole number from 1 to 36500.'],
    ['CHATMORE_CALL_BODY_DAYS', '0', 'CHATMORE_CALL_BODY_DAYS is not a whole number from 1 to 36500.'],
    ['CHATMORE_CALL_BODY_KB', '9999', 'CHATMORE_CALL_BODY_KB is not a whole number from 1 to 4096.'],
    ['CHATMORE_CALLS_PER_SECOND', '0', 'CHATMORE_CALLS_PER_SECOND is not a whole number from 1 to 1000000.'],
    [
      'CHATMORE_SOCKETS_PER_CALLER',
      'many',
      'CHATMORE_SOCKETS_PER_CALLER is not a whole number from 1 to 1000000.',
    ],
    [
      'CHATMORE_SHUTDOWN_GRACE_MS',
      '20s',
      'CHATMORE_SHUTDOWN_GRACE_MS is not a whole number from 0 to 3600000.',
    ],
    [
      'CHATMORE_LOG_LEVEL',
      'loud',
      'CHATMORE_LOG_LEVEL is not one of fatal, error, warn, info, debug, trace, silent.',
    ],
    [
      'CHATMORE_AUDIT_LINES',
      'audit.jsonl',
      'CHATMORE_AUDIT_LINES is not off, stdout or the whole path of a file.',
    ],
  ])('%s=%s', (name, value, sentence) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(sentence)
  })

  test('and never repeats the value, which may be a secret', () => {
    expect(() => readEnvironment({ DATABASE_URL: 'mysql://root:hunter2' })).toThrow(/^(?!.*hunter2).*$/s)
  })

  test('all bad values are named at once', () => {
    expect(() => readEnvironment({ PORT: 'x', CHATMORE_DEMO: 'x' })).toThrow(/PORT .*\. CHATMORE_DEMO .*\./)
  })
})

test('a database of one’s own needs a secret of one’s own', () => {
  const databaseUrl = 'mysql://user:pass@127.0.0.1/chatmore'
  expect(() => readEnvironment({ DATABASE_URL: databaseUrl })).toThrow(
    'CHATMORE_SECRET is required with DATABASE_URL',
  )
  expect(readEnvironment({ DATABASE_URL: databaseUrl, CHATMORE_SECRET: SECRET }).databaseUrl).toBe(
    databaseUrl,
  )
})

test('a secret is measured in bytes, not in characters', () => {
  expect(readEnvironment({ CHATMORE_SECRET: '密'.repeat(11) }).secret).toBe('密'.repeat(11))
})
