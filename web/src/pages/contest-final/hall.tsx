import './contest-final.css'
import { useEffect } from 'react'
import { Link, useParams } from 'react-router'
import { type HallView, useHall } from '../../api/contest-final.ts'
import { useSpace } from '../../api/session.ts'
import { LanguageSwitch } from '../../app/user-menu.tsx'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { ClockFace } from './clock-face.tsx'
import { useStageClock } from './use-stage.ts'

/** The screen in the hall: clock, team, who is next; the ranking when it is released. Nobody signs in here. */
export function Component() {
  const { t, pick } = useFormat()
  const { id = '' } = useParams()
  const hall = useHall(id)
  const { data: space } = useSpace()
  const title = hall.data && pick(hall.data.title)
  useEffect(() => {
    document.title = title ?? t('contestFinal.hall')
  }, [title, t])
  return (
    <main className="hall">
      <header>
        <h1>{title}</h1>
        {space?.synthetic && <span className="chip warn">{t('shell.synthetic')}</span>}
        <Link className="tool" to={`/hall/${id}/draw`}>
          {t('contestFinal.howDraw')}
        </Link>
        <LanguageSwitch />
        {document.fullscreenEnabled && (
          <button
            type="button"
            className="tool"
            onClick={() => void document.documentElement.requestFullscreen()}
          >
            {t('contestFinal.fullScreen')}
          </button>
        )}
      </header>
      <Loaded of={hall} lines={6}>
        {(data) => (data.released ? <Released of={data} /> : <Running id={id} of={data} />)}
      </Loaded>
    </main>
  )
}

function Running({ id, of }: { readonly id: string; readonly of: HallView }) {
  const { t } = useFormat()
  const live = useStageClock(id, `/contest-front/hall/${id}/events`)
  const now = of.current
  return (
    <>
      <section className="hall-now">
        {now ? (
          <>
            <p>
              {t('contestFinal.place', { n: now.place })} ·{' '}
              {t(`contestFinal.turn.${live?.state ?? now.state}`)}
            </p>
            <h2>{now.name}</h2>
            <p>{now.title}</p>
            <ClockFace clock={live?.clock ?? now.clock} state={live?.state ?? now.state} />
          </>
        ) : (
          <h2>{t(of.next.length > 0 ? 'contestFinal.soon' : 'contestFinal.hallOver')}</h2>
        )}
      </section>
      <footer>
        {of.next.map((turn) => (
          <span key={turn.place}>
            {t('contestFinal.place', { n: turn.place })} {turn.name}
          </span>
        ))}
        <span>{t('contestFinal.progress', { over: of.over, total: of.total })}</span>
      </footer>
    </>
  )
}

function Released({ of }: { readonly of: HallView }) {
  const { t, pick } = useFormat()
  const divisionOf = (code: string) => {
    const found = of.divisions.find((one) => one.code === code)
    return found ? pick(found) : code
  }
  return (
    // Focusable so that a keyboard can scroll it.
    <div className="table-wrap" tabIndex={0} role="region" aria-label={t('contestFinal.ranking')}>
      <table>
        <caption className="visually-hidden">{t('contestFinal.ranking')}</caption>
        <thead>
          <tr>
            <th scope="col" className="n">
              {t('contestFinal.rank')}
            </th>
            <th scope="col">{t('contestFinal.team')}</th>
            <th scope="col">{t('contestFinal.division')}</th>
            <th scope="col" className="n">
              {t('contestFinal.score')}
            </th>
          </tr>
        </thead>
        <tbody>
          {(of.released ?? []).map((row) => (
            <tr key={`${row.number} ${row.name}`}>
              {/* Without a score there is no place to show: it would read as the first one where nobody has a score. */}
              <td className="n">{row.score === null ? '—' : row.rank}</td>
              <td>{row.name}</td>
              <td>{divisionOf(row.division)}</td>
              <td className="n">{row.score === null ? '—' : exact(row.score, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
