import type { Translation } from '../../translation.ts'
import type { auth as english } from '../en/auth.ts'

export const auth: Translation<typeof english> = {
  email: '邮箱',
  password: '密码',
  passwordHint: '至少 8 个字符，用一句好记的话最合适。',
  showTyped: '显示输入内容',
  hideTyped: '隐藏输入内容',
  signIn: '登录',
  signInTitle: '登录',
  signInLead: '输入一次，多个模型并排回答。',
  setupTitle: '开始使用 ChatMore',
  setupLead: '你是第一位用户，这个账号将成为管理员。',
  setup: '创建管理员账号',
  registerTitle: '注册账号',
  registerLead: '你的会话只有你自己能看到。',
  register: '注册',
  toRegister: '还没有账号？',
  toSignIn: '已有账号？',
  closed: '暂不开放注册，请联系管理员。',
  expired: '登录已失效。重新登录后会回到刚才的页面。',
  signOut: '退出登录',
  statusFailed: '连不上 ChatMore 服务器',
}
