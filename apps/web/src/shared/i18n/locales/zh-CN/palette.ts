import type { Translation } from '../../translation.ts'
import type { palette as english } from '../en/palette.ts'

export const palette: Translation<typeof english> = {
  open: '搜索与命令',
  placeholder: '搜索会话、窗口和命令',
  results: '结果',
  sessions: '会话',
  none: '没有与「{typed}」匹配的内容。',
  count: '{count} 个结果',
  group: {
    session: '此会话',
    window: '窗口',
    view: '视图',
    go: '前往',
    preferences: '偏好设置',
  },
  shortcuts: '键盘快捷键',
  singleKeys: '单键快捷键',
  singleKeysHint: '仅在没有输入文字时生效；带 Ctrl 或 ⌘ 的快捷键始终生效。',
  inBoxes: '在输入框中',
  sendKey: '发送',
  lineKey: '换行',
  historyKey: '在空输入框中翻看之前的消息',
  escapeKey: '停止回答，或关闭当前打开的内容',
  previousSession: '上一个会话',
  nextSession: '下一个会话',
  home: '首页',
  toggleSideBar: '展开或收起侧栏',
  useTheme: '主题：{name}',
  useLanguage: '语言：{name}',
  current: '当前',
}
