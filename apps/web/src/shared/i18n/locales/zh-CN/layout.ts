import type { Translation } from '../../translation.ts'
import type { layout as english } from '../en/layout.ts'

export const layout: Translation<typeof english> = {
  showSideBar: '展开侧栏',
  hideSideBar: '收起侧栏',
  sideBar: '侧栏',
  sessions: '会话',
  newSession: '新建会话',
  search: '搜索会话',
  accountMenu: '账号菜单',
  account: '账号',
  models: '模型',
  administration: '管理',
  whose: '范围',
  everyones: '全体',
  ones: '我的',
  theme: '主题',
  themeSystem: '跟随系统',
  themeLight: '浅色',
  themeDark: '深色',
  language: '语言',
  skipToContent: '跳到正文',
  reconnecting: '连接已断开，正在重连。发送的内容会在恢复后送达。',
  offline: '你已离线。服务器上的回答会继续，发送的内容会在恢复联网后送达。',
  outdated: 'ChatMore 已更新，请刷新页面使用新版本，已输入的内容会保留。',
  reload: '刷新',
}
