import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../platform/http/index.ts'
import { contestByCode } from '../scheme/index.ts'
import type { ContestTools } from '../tools.ts'
import { createCache, etagOf } from './cache.ts'
import { askingForm } from './form.ts'
import { calendarOf } from './html/ics.ts'
import { indexPage } from './html/index-page.ts'
import { renderPage, wantedOf } from './html/render.ts'
import { addressOf } from './html/site.ts'
import { sitemapOf } from './html/sitemap.ts'
import type { Tongue } from './html/words.ts'
import { HTML, isCode, lost, originOf, orNull, send } from './http.ts'
import { announcedContests, loadSite } from './load.ts'
import { STYLE, STYLE_AT } from './style.ts'

const YEAR_S = 31_536_000
const MOST_PAGES = 10_000
const CHANGES = ['contest.published', 'contest.changed', 'contest.closed', 'contest.front_changed'] as const

/** The public front: pages made by the server, without a script and without a log-in. */
export function frontPages(app: App, tools: ContestTools): void {
  const { core } = tools
  const cache = createCache(() => core.clock.now())
  for (const name of CHANGES) core.events.on(name, () => cache.clear())

  const page = async (request: FastifyRequest, reply: FastifyReply, code: string, path: string) => {
    const query = request.query as Record<string, unknown>
    const wanted = wantedOf(path)
    if (!wanted || !isCode(code)) return lost(reply)
    if (query.lang === 'en' && wanted.tongue === 'zh') return reply.redirect(addressOf(code, 'en', path), 302)
    const n = wanted.page === 'questions' ? pageNumber(query.page) : 1
    const asked = wanted.page === 'questions' && query.asked === '1'
    const origin = originOf(request)
    const made = await cache.get(JSON.stringify([origin, code, wanted, n, asked]), () =>
      orNull(async () => {
        const { site, questions } = await loadSite(tools, code, n)
        return renderPage(site, wanted, { origin, styleAt: STYLE_AT }, { page: n, total: questions, asked })
      }),
    )
    return made ? send(request, reply, made, HTML) : lost(reply)
  }

  app.get<OfContest>('/contest/:code', (request, reply) => page(request, reply, request.params.code, ''))
  app.get<OfContest>('/contest/:code/*', (request, reply) => {
    const { code, '*': path } = request.params
    const calendar = /^(en\/)?timetable\.ics$/.exec(path)
    if (!calendar) return page(request, reply, code, path)
    return sendCalendar(tools, request, reply, code, calendar[1] ? 'en' : 'zh')
  })
  indexRoutes(app, tools, cache)
  askingForm(app, tools)
}

interface OfContest {
  Params: { code: string; '*': string }
}

/** What leads to the pages: a list of contests, and what search engines ask for. */
function indexRoutes(app: App, { core }: ContestTools, cache: ReturnType<typeof createCache>): void {
  app.get('/contest', async (request, reply) => {
    const made = await cache.get('index', async () => indexPage(await announcedContests(core.db), STYLE_AT))
    return send(request, reply, made!, HTML)
  })
  app.get('/contest/style.css', async (request, reply) => {
    void reply.header('cache-control', `public, max-age=${YEAR_S}, immutable`)
    return send(request, reply, STYLE, 'text/css; charset=utf-8')
  })
  app.get('/sitemap.xml', async (request, reply) => {
    const body = sitemapOf(originOf(request), await announcedContests(core.db))
    return send(request, reply, { body, etag: etagOf(body) }, 'application/xml; charset=utf-8')
  })
  app.get('/robots.txt', async (request, reply) => {
    // The portal behind its log-in is nothing for an index; the front is.
    const body = `User-agent: *\nAllow: /contest\nDisallow: /\nSitemap: ${originOf(request)}/sitemap.xml\n`
    return send(request, reply, { body, etag: etagOf(body) }, 'text/plain; charset=utf-8')
  })
}

function pageNumber(text: unknown): number {
  const n = typeof text === 'string' && /^\d{1,5}$/.test(text) ? Number(text) : 1
  return Math.min(Math.max(n, 1), MOST_PAGES)
}

async function sendCalendar(
  { core }: ContestTools,
  request: FastifyRequest,
  reply: FastifyReply,
  code: string,
  tongue: Tongue,
): Promise<FastifyReply> {
  const contest = isCode(code) ? await orNull(() => contestByCode(core, code)) : null
  if (!contest) return lost(reply)
  const body = calendarOf(contest, `${originOf(request)}${addressOf(code, tongue, 'timetable')}`, tongue)
  return send(request, reply, { body, etag: etagOf(body) }, 'text/calendar; charset=utf-8')
}
