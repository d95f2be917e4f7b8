import { account } from './en/account.ts'
import { attachment } from './en/attachment.ts'
import { audit } from './en/audit.ts'
import { auditDetail } from './en/audit-detail.ts'
import { auth } from './en/auth.ts'
import { board } from './en/board.ts'
import { calls } from './en/calls.ts'
import { common } from './en/common.ts'
import { compare } from './en/compare.ts'
import { composer } from './en/composer.ts'
import { endpoint } from './en/endpoint.ts'
import { errors } from './en/errors.ts'
import { history } from './en/history.ts'
import { firstRun } from './en/first-run.ts'
import { layout } from './en/layout.ts'
import { library } from './en/library.ts'
import { message } from './en/message.ts'
import { model } from './en/model.ts'
import { palette } from './en/palette.ts'
import { relayName } from './en/relay-name.ts'
import { session } from './en/session.ts'
import { standing } from './en/standing.ts'
import { statistics } from './en/statistics.ts'
import { user } from './en/user.ts'
import { window } from './en/window.ts'

export const texts = {
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

export type Texts = typeof texts
