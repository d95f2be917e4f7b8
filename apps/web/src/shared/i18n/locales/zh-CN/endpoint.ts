import type { Translation } from '../../translation.ts'
import type { endpoint as english } from '../en/endpoint.ts'

export const endpoint: Translation<typeof english> = {
  keys: '密钥',
  keysHint: '每次请求轮流使用。被拒绝的密钥会暂停使用，请求改用下一个继续。',
  keyPlace: '密钥 {place}',
  keyAdded: '添加于 {time}',
  refusedAt: '最近一次被拒绝：{time}',
  refusedWith: '最近一次被拒绝：{time}（HTTP {status}）',
  restsUntil: '请求过多，暂停到 {time}',
  state: { inTurn: '轮流使用', resting: '暂歇', setAside: '已停用' },
  bringBack: '重新启用',
  bringBackOne: '重新启用 {name}',
  remove: '移除',
  removeOne: '移除 {name}',
  addAnother: '再添加一个密钥',
  addKey: '添加密钥',
  newKey: '另一个密钥',
  keyName: '名称',
}
