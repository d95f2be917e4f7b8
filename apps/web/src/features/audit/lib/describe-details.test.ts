import { auditActions, modelUpdateInputSchema, modelUpdateManyInputSchema } from '@chatmore/api/contract'
import { createI18n } from 'vue-i18n'
import { describe, expect, it } from 'vitest'
import { texts as english } from '../../../shared/i18n/locales/en.ts'
import { texts as chinese } from '../../../shared/i18n/locales/zh-CN.ts'
import { id } from '../../../shared/testing/samples.ts'
import { describeDetails, type Words } from './describe-details.ts'

function createWords(locale: 'en' | 'zh-CN'): Words {
  const messages = { en: english, 'zh-CN': chinese }
  const { global } = createI18n({ legacy: false, locale, messages } as never) as unknown as {
    global: { t: Words['t']; te: Words['has'] }
  }
  return { t: global.t, has: global.te, toDate: (moment) => moment.slice(0, 10) }
}
const [en, zh] = [createWords('en'), createWords('zh-CN')]

describe('the details of an entry', () => {
  it.each([
    [{ before: 'user', after: 'admin' }, 'user → administrator', '普通用户 → 管理员'],
    [{ before: 'Ada', after: 'Countess' }, 'Ada → Countess', 'Ada → Countess'],
    [{ role: 'user', isInvited: false }, 'as user · without an invitation', '身份：普通用户 · 未经邀请'],
    [{ role: 'admin', isInvited: true }, 'as administrator · by invitation', '身份：管理员 · 通过邀请'],
    [{ reason: 'password' }, 'wrong password or address', '密码或邮箱错误'],
    [
      { procedure: 'user.list', reason: 'revoked' },
      'asked for user.list · the key is revoked',
      '请求了 user.list · 密钥已吊销',
    ],
    [{ ended: 0 }, 'no sign-in ended', '没有结束任何登录'],
    [{ ended: 3 }, '3 sign-ins ended', '结束了 3 处登录'],
    [{ role: 'user', expiresInDays: 7 }, 'as user · works for 7 days', '身份：普通用户 · 有效 7 天'],
    [{ expiresAt: null }, 'never expires', '永不过期'],
    [
      { name: 'CI', onlyModels: 'GPT, Claude', ipRanges: '::1', requestsPerMinute: 5, tokensPerMinute: 60 },
      'named “CI” · for GPT, Claude · only from ::1 · 5 requests a minute · 60 tokens a minute',
      '名称：CI · 可用范围：GPT, Claude · 仅限来自 ::1 · 每分钟 5 次请求 · 每分钟 60 个 token',
    ],
    [
      { onlyModels: null, ipRanges: null, requestsPerMinute: null, tokensPerMinute: null },
      'for any model · from any address · any number of requests · any number of tokens',
      '可用全部模型 · 不限来源地址 · 不限请求数 · 不限 token 数',
    ],
    [{ expiresAt: '2027-01-02T03:04:05Z' }, 'expires on 2027-01-02', '2027-01-02 到期'],
    [
      { fields: 'apiBase, enabled', enabled: false, apiBaseBefore: 'http://a', apiBaseAfter: 'http://b' },
      'http://a → http://b · changed: address, offered or not · switched off',
      'http://a → http://b · 更改了：地址, 是否启用 · 已停用',
    ],
    [{ access: 'admin, user' }, 'for administrator, user', '可用范围：管理员, 普通用户'],
    [{ access: 'everyone', key: 'entered' }, 'for everyone · key entered', '可用范围：所有人 · 填写了密钥'],
    [
      { mode: 'balance', behind: 'GPT, Claude' },
      'Each in turn · behind it GPT, Claude',
      '轮流调用 · 其后的模型：GPT, Claude',
    ],
    [{ key: null }, '', ''],
    [
      { url: 'http://a/v1', ok: false },
      'address http://a/v1 · it did not answer',
      '地址 http://a/v1 · 没有回应',
    ],
    [{ before: '2025-01-02T00:00:00Z' }, 'entries from before 2025-01-02', '2025-01-02 之前的记录'],
    [{ somethingNew: 5 }, 'somethingNew: 5', 'somethingNew: 5'],
    [null, '', ''],
  ])('are put into words: %j', (details, inEnglish, inChinese) => {
    expect(describeDetails(details, en).phrases.join(' · ')).toBe(inEnglish)
    expect(describeDetails(details, zh).phrases.join(' · ')).toBe(inChinese)
  })

  it('lead to the call that was read', () => {
    expect(describeDetails({ call: id(7), replayed: true }, en)).toEqual({
      callId: id(7),
      phrases: ['replayed'],
    })
  })
})

it.each(auditActions)('has words for what is recorded: %s', (action) => {
  for (const { has } of [en, zh]) expect(has(`audit.action.${action}`)).toBe(true)
})

it('has words for each field of a model that may be changed', () => {
  const named = { ...modelUpdateInputSchema.shape, ...modelUpdateManyInputSchema.shape }
  // Keys are told of apart, and ids are whom it is about.
  const fields = Object.keys(named).filter((field) => !['id', 'ids', 'apiKey'].includes(field))
  for (const { has } of [en, zh]) {
    expect(fields.filter((field) => !has(`auditDetail.field.${field}`))).toEqual([])
  }
})
