import './desk.css'
import { Segmented } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { type DeskAt, type DeskWork, useDeskWork, useDeskWorks } from '../../api/contest-desk.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Page } from '../../parts/page.tsx'
import { Discussion } from './discussion.tsx'
import { Rubric } from './rubric.tsx'
import { WorkText } from './work-text.tsx'

type View = 'work' | 'sheet' | 'talk'

/** A blind work beside the own sheet; on a phone one after the other. */
export function Component() {
  const { t } = useFormat()
  const { contestId = '', round = '', code = '' } = useParams()
  const at = useMemo((): DeskAt => ({ contestId, round, code }), [contestId, round, code])
  const work = useDeskWork(at)
  const works = useDeskWorks(contestId, round)
  const [view, setView] = useState<View>('work')
  const talks = work.data?.discussion ?? false
  const list = `/desk/${contestId}/${round}`
  const near = neighbours(works.data?.items ?? [], code)
  useKeys(list, near)
  return (
    <Page
      title={t('contestDesk.workTitle', { code })}
      actions={
        <>
          {near.before && <LinkButton to={`${list}/${near.before}`}>{t('contestDesk.before')}</LinkButton>}
          {near.after && <LinkButton to={`${list}/${near.after}`}>{t('contestDesk.after')}</LinkButton>}
          <LinkButton to={list}>{t('contestDesk.allWorks')}</LinkButton>
        </>
      }
    >
      <Loaded of={work} lines={10}>
        {(of) => (
          <>
            <Segmented
              className={`desk-views ${talks ? 'talks' : ''}`}
              aria-label={t('contestDesk.views')}
              value={view}
              onChange={(next) => setView(next as View)}
              options={[
                { value: 'work', label: t('contestDesk.view.work') },
                { value: 'sheet', label: t('contestDesk.view.sheet') },
                ...(talks ? [{ value: 'talk', label: t('contestDesk.view.talk') }] : []),
              ]}
            />
            <div className={`desk-split show-${view}`}>
              <section className="card desk-left" aria-label={t('contestDesk.view.work')}>
                {view === 'talk' ? <Discussion at={at} work={of} /> : <WorkText at={at} work={of} />}
              </section>
              <section className="card desk-right" aria-label={t('contestDesk.view.sheet')}>
                {/* A new edition of the sheet, or another work, begins with what the server holds. */}
                <Rubric key={`${code}-${of.sheet.edition}-${of.sheet.state}`} at={at} work={of} />
              </section>
            </div>
            <p className="faint desk-keys">{t('contestDesk.keys')}</p>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function neighbours(works: readonly DeskWork[], code: string): { before?: string; after?: string } {
  const index = works.findIndex((one) => one.code === code)
  const before = works[index - 1]?.code
  const after = index < 0 ? undefined : works[index + 1]?.code
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) }
}

/** J and K go to the next work and the one before, except while something is typed. */
function useKeys(list: string, { before, after }: { before?: string; after?: string }) {
  const navigate = useNavigate()
  useEffect(() => {
    const go = (event: KeyboardEvent) => {
      const field =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, [role=dialog]')
      if (field || event.metaKey || event.ctrlKey || event.altKey) return
      const to = event.key === 'j' ? after : event.key === 'k' ? before : undefined
      if (to) void navigate(`${list}/${to}`)
    }
    window.addEventListener('keydown', go)
    return () => window.removeEventListener('keydown', go)
  }, [list, before, after, navigate])
}
