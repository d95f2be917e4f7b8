import type { Translation } from '../../translation.ts'
import type { common as english } from '../en/common.ts'

export const common: Translation<typeof english> = {
  brand: 'ChatMore',
  undo: '撤销',
  cancel: '取消',
  save: '保存',
  close: '关闭',
  retry: '重试',
  add: '添加',
  delete: '删除',
  copied: '已复制',
  loading: '加载中',
  optional: '选填',
  demo: '演示用，非真实模型',
  demoShort: '演示',
  notFound: '这里什么都没有',
  notFoundHint: '地址可能有误，或内容已被删除。',
  backToSessions: '返回会话列表',
  loadFailed: '加载失败',
}
