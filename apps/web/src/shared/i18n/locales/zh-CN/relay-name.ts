import type { Translation } from '../../translation.ts'
import type { relayName as english } from '../en/relay-name.ts'

export const relayName: Translation<typeof english> = {
  title: '中转名称',
  lead: '让程序在 API 中用一个名称调用多个模型：一个无法回答，就换下一个。',
  add: '添加名称',
  addTitle: '添加中转名称',
  editTitle: '编辑名称 {name}',
  editOne: '编辑名称 {name}',
  deleteOne: '删除名称 {name}',
  deleted: '已删除名称 {name}。',
  name: '名称',
  nameHint: '程序在“model”字段中填写的内容。',
  mode: '先调用哪个模型',
  modes: { fallback: '始终先用第一个', balance: '轮流调用' },
  modeHint: '模型无法连接、过于繁忙，或在回答之前出错时，按顺序换用其余模型。',
  models: '模型（按此顺序）',
  addModel: '添加模型到此名称',
  choose: '选择模型…',
  take: '移出 {name}',
  taken: '已移出 {name}。',
  removedModel: '已删除的模型',
  removed: '已删除',
  disabled: '已关闭',
}
