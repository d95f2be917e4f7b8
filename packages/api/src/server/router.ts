import { createApiKey } from './procedures/api-key/create-api-key.ts'
import { listApiKeys } from './procedures/api-key/list-api-keys.ts'
import { revokeApiKey } from './procedures/api-key/revoke-api-key.ts'
import { loginUser } from './procedures/auth/login-user.ts'
import { logoutUser } from './procedures/auth/logout-user.ts'
import { readStatus } from './procedures/auth/read-status.ts'
import { registerUser } from './procedures/auth/register-user.ts'
import { listLatestMessages } from './procedures/message/list-latest-messages.ts'
import { listMessages } from './procedures/message/list-messages.ts'
import { retryAnswer } from './procedures/message/retry-answer.ts'
import { sendMessage } from './procedures/message/send-message.ts'
import { stopAnswers } from './procedures/message/stop-answers.ts'
import { createModel } from './procedures/model/create-model.ts'
import { discoverModels } from './procedures/model/discover-models.ts'
import { getModel } from './procedures/model/get-model.ts'
import { listModels } from './procedures/model/list-models.ts'
import { removeModel } from './procedures/model/remove-model.ts'
import { testModel } from './procedures/model/test-model.ts'
import { updateModel } from './procedures/model/update-model.ts'
import { createSession } from './procedures/session/create-session.ts'
import { getSession } from './procedures/session/get-session.ts'
import { listSessions } from './procedures/session/list-sessions.ts'
import { removeSession } from './procedures/session/remove-session.ts'
import { restoreSession } from './procedures/session/restore-session.ts'
import { updateSession } from './procedures/session/update-session.ts'
import { watchSession } from './procedures/session/watch-session.ts'
import { addWindow } from './procedures/window/add-window.ts'
import { removeWindow } from './procedures/window/remove-window.ts'
import { reorderWindows } from './procedures/window/reorder-windows.ts'
import { restoreWindow } from './procedures/window/restore-window.ts'
import { updateWindow } from './procedures/window/update-window.ts'
import { router } from './trpc.ts'

// The sub-routers are plain objects: a nested `router()` would put the context, and so the database, into the public type.
export const appRouter = router({
  auth: { status: readStatus, register: registerUser, login: loginUser, logout: logoutUser },
  apiKey: { create: createApiKey, list: listApiKeys, revoke: revokeApiKey },
  model: {
    list: listModels,
    get: getModel,
    create: createModel,
    update: updateModel,
    remove: removeModel,
    test: testModel,
    discover: discoverModels,
  },
  session: {
    create: createSession,
    list: listSessions,
    get: getSession,
    update: updateSession,
    remove: removeSession,
    restore: restoreSession,
    watch: watchSession,
  },
  window: {
    add: addWindow,
    update: updateWindow,
    remove: removeWindow,
    restore: restoreWindow,
    reorder: reorderWindows,
  },
  message: {
    send: sendMessage,
    list: listMessages,
    latest: listLatestMessages,
    stop: stopAnswers,
    retry: retryAnswer,
  },
})

export type AppRouter = typeof appRouter
