import { LlmError, type LlmErrorCode, type LlmErrorInit } from '../llm-error.ts'
import { redact } from '../redact.ts'

const MAX_DETAIL = 2000

/** What happened and what a person can do, one text for each code. */
const texts: Record<LlmErrorCode, string> = {
  ADDRESS_REFUSED:
    'ChatMore may not call the address of this model. An administrator can change it in the model’s settings.',
  CONNECT_FAILED:
    'The server of this model cannot be reached. Try again; if it stays so, ask an administrator whether it runs.',
  CONNECT_TIMEOUT:
    'The server of this model did not take the connection in time. Try again in a moment, or use another model.',
  FIRST_TOKEN_TIMEOUT: 'The model did not begin to answer in time. Try again, or use another model.',
  IDLE_TIMEOUT:
    'The model went silent in the middle of its answer. What came is kept; try again for a whole answer.',
  TOTAL_TIMEOUT:
    'The answer took longer than is allowed for this model. What came is kept; ask for less at once, or try again.',
  KEY_REFUSED:
    'The model’s server did not accept ChatMore’s key. An administrator can enter a valid one in the model’s settings.',
  QUOTA_EXCEEDED:
    'The account behind this model has no credit left. Use another model, or ask an administrator to top it up.',
  RATE_LIMITED: 'The model’s server has too many requests at the moment. Try again in a moment.',
  MODEL_NOT_FOUND:
    'The server knows no such model. An administrator can correct its name or address in the model’s settings.',
  REQUEST_REFUSED:
    'The model’s server refused this request. Changing the window’s parameters or the text may help.',
  CONTEXT_TOO_LONG:
    'The conversation is longer than this model can read. Start a new session, or use a model with a larger context.',
  UPSTREAM_ERROR: 'The model’s server had an error of its own. Try again in a moment, or use another model.',
  WEB_PAGE:
    'The address of this model answered with a web page and not as an API. An administrator can check the API base in the model’s settings.',
  REDIRECT:
    'The address of this model leads on to another one, which ChatMore does not follow. An administrator can enter the final address in the model’s settings.',
  BAD_RESPONSE:
    'The model’s server sent something that is not an answer. Try again; if it stays so, ask an administrator to check the model’s settings.',
  CONNECTION_LOST:
    'The connection to the model broke off before the answer was whole. What came is kept; try again for a whole answer.',
}

/** An `LlmError` with the text of its code, unless another is given; its detail is redacted and cut. */
export function makeError(code: LlmErrorCode, extra: Omit<Partial<LlmErrorInit>, 'code'> = {}): LlmError {
  const detail = extra.detail === undefined ? {} : { detail: redact(extra.detail).slice(0, MAX_DETAIL) }
  return new LlmError({ message: texts[code], ...extra, ...detail, code })
}
