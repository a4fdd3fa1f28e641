import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorText, isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import type { App } from '../../platform/http/index.ts'
import { ask, ASKS_A_MINUTE, QuestionInput } from '../notices/index.ts'
import { contestByCode } from '../scheme/index.ts'
import type { ContestTools } from '../tools.ts'
import { etagOf } from './cache.ts'
import { renderPage } from './html/render.ts'
import { addressOf } from './html/site.ts'
import type { Tongue } from './html/words.ts'
import { HTML, isCode, lost, originOf, orNull, send } from './http.ts'
import { loadSite } from './load.ts'
import { STYLE_AT } from './style.ts'

const MOST_FORM_BYTES = 8_192

/** A question without a script: a form as browsers sent it thirty years ago. */
export function askingForm(app: App, tools: ContestTools): void {
  void app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: MOST_FORM_BYTES },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    )
    const config = { access: 'public', rateLimit: { max: ASKS_A_MINUTE, timeWindow: 60_000 } } as const
    const at = (url: string, tongue: Tongue) =>
      scope.post<{ Params: { code: string } }>(url, { config }, (request, reply) =>
        take(tools, request, reply, request.params.code, tongue),
      )
    at('/contest/:code/questions', 'zh')
    at('/contest/:code/en/questions', 'en')
  })
}

async function take(
  tools: ContestTools,
  request: FastifyRequest,
  reply: FastifyReply,
  code: string,
  tongue: Tongue,
): Promise<FastifyReply> {
  const contest = isCode(code) ? await orNull(() => contestByCode(tools.core, code)) : null
  if (!contest) return lost(reply)
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
  const thanks = () => reply.redirect(`${addressOf(code, tongue, 'questions')}?asked=1`, 303)
  // A program that fills in every field of a form has filled in this one.
  if (form.get('site')) return thanks()
  try {
    await ask(tools.core, contest.id, { entrantId: null, address: request.ip }, questionOf(form))
    return thanks()
  } catch (error) {
    if (!isXinyuError(error)) throw error
    const { status, ...why } = errorText(error.code, error.params)
    if (status >= 500) throw error
    const { site, questions } = await loadSite(tools, code, 1)
    const body = renderPage(
      site,
      { tongue, page: 'questions', one: null },
      { origin: originOf(request), styleAt: STYLE_AT },
      {
        page: 1,
        total: questions,
        asked: false,
        refused: { why: why[tongue], text: (form.get('text') ?? '').slice(0, 500) },
      },
    )!
    void reply.code(status).header('cache-control', 'no-store')
    return send(request, reply, { body, etag: etagOf(body) }, HTML)
  }
}

/** @throws XinyuError INPUT_INVALID */
function questionOf(form: URLSearchParams): string {
  const parsed = QuestionInput.safeParse({ text: form.get('text') ?? '' })
  if (!parsed.success)
    throw new XinyuError('INPUT_INVALID', { where: 'text', why: parsed.error.issues[0]!.message })
  return parsed.data.text
}
