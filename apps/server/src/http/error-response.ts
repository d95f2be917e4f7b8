import { toErrorShape, type HostError } from '../error-shape.ts'

export function errorResponse(error: HostError): Response {
  return Response.json({ error: toErrorShape(error) }, { status: error.status })
}
