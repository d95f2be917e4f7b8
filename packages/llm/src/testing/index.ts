export {
  answer,
  controlled,
  echo,
  hang,
  inTurn,
  raw,
  refuse,
  wire,
  type AnswerScript,
  type Behaviour,
  type RawScript,
  type RefusalScript,
  type WireScript,
} from './behaviours.ts'
export { findClosedPortUrl } from './find-closed-port-url.ts'
export { sampleImages } from './sample-images.ts'
export type { ReceivedBody, ReceivedRequest } from './received-request.ts'
export { startScriptedUpstream, type ScriptedUpstream } from './start-scripted-upstream.ts'
export type { UpstreamStream, UpstreamUsage } from './upstream-stream.ts'
