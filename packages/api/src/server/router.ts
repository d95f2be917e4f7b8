import { changePassword } from './procedures/account/change-password.ts'
import { endOtherSignIns } from './procedures/account/end-other-sign-ins.ts'
import { endSignIn } from './procedures/account/end-sign-in.ts'
import { listSignIns } from './procedures/account/list-sign-ins.ts'
import { removeAccount } from './procedures/account/remove-account.ts'
import { updateAccount } from './procedures/account/update-account.ts'
import { listAudit } from './procedures/audit/list-audit.ts'
import { createApiKey } from './procedures/api-key/create-api-key.ts'
import { listApiKeys } from './procedures/api-key/list-api-keys.ts'
import { revokeApiKey } from './procedures/api-key/revoke-api-key.ts'
import { updateApiKey } from './procedures/api-key/update-api-key.ts'
import { loginUser } from './procedures/auth/login-user.ts'
import { logoutUser } from './procedures/auth/logout-user.ts'
import { readInvite } from './procedures/auth/read-invite.ts'
import { readReset } from './procedures/auth/read-reset.ts'
import { readStatus } from './procedures/auth/read-status.ts'
import { registerUser } from './procedures/auth/register-user.ts'
import { resetOwnPassword } from './procedures/auth/reset-password.ts'
import { createInvite } from './procedures/invite/create-invite.ts'
import { listInvites } from './procedures/invite/list-invites.ts'
import { revokeInvite } from './procedures/invite/revoke-invite.ts'
import { getCall } from './procedures/call-log/get-call.ts'
import { listCalls } from './procedures/call-log/list-calls.ts'
import { replayCall } from './procedures/call-log/replay-call.ts'
import { createLineUp } from './procedures/line-up/create-line-up.ts'
import { listLineUps } from './procedures/line-up/list-line-ups.ts'
import { removeLineUp } from './procedures/line-up/remove-line-up.ts'
import { updateLineUp } from './procedures/line-up/update-line-up.ts'
import { editMessage } from './procedures/message/edit-message.ts'
import { listLatestMessages } from './procedures/message/list-latest-messages.ts'
import { listMessages } from './procedures/message/list-messages.ts'
import { readContext } from './procedures/message/read-context.ts'
import { mergeAnswers } from './procedures/message/merge-answers.ts'
import { readBroadcast } from './procedures/message/read-broadcast.ts'
import { retryAnswer } from './procedures/message/retry-answer.ts'
import { sendMessage } from './procedures/message/send-message.ts'
import { stopAnswers } from './procedures/message/stop-answers.ts'
import { addModelKey } from './procedures/model/add-model-key.ts'
import { bringBackModelKey } from './procedures/model/bring-back-model-key.ts'
import { addModels } from './procedures/model/add-models.ts'
import { createModel } from './procedures/model/create-model.ts'
import { discoverModels } from './procedures/model/discover-models.ts'
import { duplicateModel } from './procedures/model/duplicate-model.ts'
import { getModel } from './procedures/model/get-model.ts'
import { listCatalogue } from './procedures/model/list-catalogue.ts'
import { listModels } from './procedures/model/list-models.ts'
import { removeModelKey } from './procedures/model/remove-model-key.ts'
import { removeModels } from './procedures/model/remove-models.ts'
import { removeModel } from './procedures/model/remove-model.ts'
import { reorderModels } from './procedures/model/reorder-models.ts'
import { testModel } from './procedures/model/test-model.ts'
import { updateModels } from './procedures/model/update-models.ts'
import { updateModel } from './procedures/model/update-model.ts'
import { getPreferences } from './procedures/preference/get-preferences.ts'
import { updatePreferences } from './procedures/preference/update-preferences.ts'
import { createRelayName } from './procedures/relay-name/create-relay-name.ts'
import { listRelayNames } from './procedures/relay-name/list-relay-names.ts'
import { removeRelayName } from './procedures/relay-name/remove-relay-name.ts'
import { updateRelayName } from './procedures/relay-name/update-relay-name.ts'
import { createSession } from './procedures/session/create-session.ts'
import { getSession } from './procedures/session/get-session.ts'
import { listSessions } from './procedures/session/list-sessions.ts'
import { listTags } from './procedures/session/list-tags.ts'
import { removeSession } from './procedures/session/remove-session.ts'
import { restoreSession } from './procedures/session/restore-session.ts'
import { revealSession } from './procedures/session/reveal-session.ts'
import { updateSession } from './procedures/session/update-session.ts'
import { watchSession } from './procedures/session/watch-session.ts'
import { summariseStats } from './procedures/stats/summarise-stats.ts'
import { createTemplate } from './procedures/template/create-template.ts'
import { listTemplates } from './procedures/template/list-templates.ts'
import { removeTemplate } from './procedures/template/remove-template.ts'
import { updateTemplate } from './procedures/template/update-template.ts'
import { castVote } from './procedures/vote/cast-vote.ts'
import { listVotes } from './procedures/vote/list-votes.ts'
import { readStanding } from './procedures/vote/read-standing.ts'
import { endSignIns } from './procedures/user/end-sign-ins.ts'
import { listUsers } from './procedures/user/list-users.ts'
import { removeUser } from './procedures/user/remove-user.ts'
import { resetPassword } from './procedures/user/reset-password.ts'
import { updateUser } from './procedures/user/update-user.ts'
import { watchUser } from './procedures/user/watch-user.ts'
import { addWindow } from './procedures/window/add-window.ts'
import { catchUpWindow } from './procedures/window/catch-up-window.ts'
import { clearWindow } from './procedures/window/clear-window.ts'
import { duplicateWindow } from './procedures/window/duplicate-window.ts'
import { forkWindow } from './procedures/window/fork-window.ts'
import { listRewinds } from './procedures/window/list-rewinds.ts'
import { removeWindow } from './procedures/window/remove-window.ts'
import { reorderWindows } from './procedures/window/reorder-windows.ts'
import { restoreWindow } from './procedures/window/restore-window.ts'
import { rewindWindow } from './procedures/window/rewind-window.ts'
import { stopCatchUp } from './procedures/window/stop-catch-up.ts'
import { undoRewind } from './procedures/window/undo-rewind.ts'
import { updateWindow } from './procedures/window/update-window.ts'
import { listWorkspaces } from './procedures/workspace/list-workspaces.ts'
import { router } from './trpc.ts'

// The sub-routers are plain objects: a nested `router()` would put the context, and so the database, into the public type.
export const appRouter = router({
  auth: {
    status: readStatus,
    register: registerUser,
    login: loginUser,
    logout: logoutUser,
    readInvite,
    readReset,
    resetPassword: resetOwnPassword,
  },
  account: {
    update: updateAccount,
    changePassword,
    signIns: listSignIns,
    endSignIn,
    endOtherSignIns,
    remove: removeAccount,
  },
  audit: { list: listAudit },
  invite: { create: createInvite, list: listInvites, revoke: revokeInvite },
  apiKey: { create: createApiKey, list: listApiKeys, update: updateApiKey, revoke: revokeApiKey },
  model: {
    list: listModels,
    get: getModel,
    create: createModel,
    update: updateModel,
    remove: removeModel,
    test: testModel,
    discover: discoverModels,
    catalogue: listCatalogue,
    reorder: reorderModels,
    duplicate: duplicateModel,
    addMany: addModels,
    updateMany: updateModels,
    removeMany: removeModels,
    addKey: addModelKey,
    removeKey: removeModelKey,
    bringBackKey: bringBackModelKey,
  },
  relayName: {
    list: listRelayNames,
    create: createRelayName,
    update: updateRelayName,
    remove: removeRelayName,
  },
  workspace: { list: listWorkspaces },
  session: {
    create: createSession,
    list: listSessions,
    get: getSession,
    update: updateSession,
    remove: removeSession,
    restore: restoreSession,
    reveal: revealSession,
    watch: watchSession,
    tags: listTags,
  },
  lineUp: { create: createLineUp, list: listLineUps, update: updateLineUp, remove: removeLineUp },
  template: { create: createTemplate, list: listTemplates, update: updateTemplate, remove: removeTemplate },
  preference: { get: getPreferences, update: updatePreferences },
  user: {
    watch: watchUser,
    list: listUsers,
    update: updateUser,
    remove: removeUser,
    resetPassword,
    endSignIns,
  },
  window: {
    add: addWindow,
    update: updateWindow,
    remove: removeWindow,
    restore: restoreWindow,
    reorder: reorderWindows,
    rewind: rewindWindow,
    clear: clearWindow,
    undoRewind,
    rewinds: listRewinds,
    fork: forkWindow,
    duplicate: duplicateWindow,
    catchUp: catchUpWindow,
    stopCatchUp,
  },
  message: {
    send: sendMessage,
    edit: editMessage,
    list: listMessages,
    latest: listLatestMessages,
    context: readContext,
    broadcast: readBroadcast,
    merge: mergeAnswers,
    stop: stopAnswers,
    retry: retryAnswer,
  },
  callLog: { list: listCalls, get: getCall, replay: replayCall },
  stats: { summary: summariseStats },
  vote: { cast: castVote, list: listVotes, standing: readStanding },
})

export type AppRouter = typeof appRouter
