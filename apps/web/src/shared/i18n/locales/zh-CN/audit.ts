import type { Translation } from '../../translation.ts'
import type { audit as english } from '../en/audit.ts'

export const audit: Translation<typeof english> = {
  title: '审计日志',
  lead: '谁在何处做了什么。记录只增不改。',
  adminOnly: '审计日志仅管理员可见',
  what: '操作',
  everything: '全部',
  search: '搜索名称',
  when: '时间',
  who: '操作者',
  whom: '对象',
  details: '详情',
  from: '来源',
  nobody: '无',
  empty: '没有符合条件的记录。',
  action: {
    signIn: { done: '登录', failed: '登录失败', ended: '退出登录', allEnded: '结束多处登录' },
    user: {
      registered: '注册账号',
      roleChanged: '更改角色',
      suspended: '停用用户',
      restored: '恢复用户',
      profileChanged: '更改名称',
    },
    password: { changed: '修改密码', resetCreated: '生成密码链接', resetUsed: '使用密码链接' },
    secret: { rotated: '重新加密密钥' },
    invite: { created: '生成邀请', revoked: '吊销邀请' },
    apiKey: { created: '创建 API 密钥', revoked: '吊销 API 密钥' },
    call: { read: '查看他人的调用' },
    model: {
      created: '添加模型',
      duplicated: '复制模型',
      reordered: '调整模型顺序',
      updated: '更改模型',
      removed: '删除模型',
      tested: '测试模型',
      keyAdded: '添加模型密钥',
      keyRemoved: '移除模型密钥',
      keyBroughtBack: '重新启用模型密钥',
    },
  },
}
