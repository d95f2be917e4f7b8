import type { Translation } from '../translation.ts'
import type { Texts } from './en.ts'
import { account } from './zh-CN/account.ts'
import { attachment } from './zh-CN/attachment.ts'
import { audit } from './zh-CN/audit.ts'
import { auditDetail } from './zh-CN/audit-detail.ts'
import { auth } from './zh-CN/auth.ts'
import { board } from './zh-CN/board.ts'
import { calls } from './zh-CN/calls.ts'
import { common } from './zh-CN/common.ts'
import { compare } from './zh-CN/compare.ts'
import { composer } from './zh-CN/composer.ts'
import { endpoint } from './zh-CN/endpoint.ts'
import { errors } from './zh-CN/errors.ts'
import { history } from './zh-CN/history.ts'
import { firstRun } from './zh-CN/first-run.ts'
import { layout } from './zh-CN/layout.ts'
import { library } from './zh-CN/library.ts'
import { message } from './zh-CN/message.ts'
import { model } from './zh-CN/model.ts'
import { palette } from './zh-CN/palette.ts'
import { relayName } from './zh-CN/relay-name.ts'
import { session } from './zh-CN/session.ts'
import { standing } from './zh-CN/standing.ts'
import { statistics } from './zh-CN/statistics.ts'
import { user } from './zh-CN/user.ts'
import { window } from './zh-CN/window.ts'

export const texts: Translation<Texts> = {
  account,
  attachment,
  audit,
  auditDetail,
  auth,
  board,
  calls,
  common,
  compare,
  composer,
  endpoint,
  errors,
  history,
  firstRun,
  layout,
  library,
  message,
  model,
  palette,
  relayName,
  session,
  standing,
  statistics,
  user,
  window,
}
