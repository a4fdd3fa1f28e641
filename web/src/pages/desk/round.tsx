import './desk.css'
import { Input } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { type DeskWork, exportAddress, useDesk, useDeskWorks } from '../../api/contest-desk.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Page } from '../../parts/page.tsx'
import { Bar } from '../../parts/progress.tsx'

/** The own works of a round, and how far each is. */
export function Component() {
  const { t, name } = useFormat()
  const { contestId = '', round = '' } = useParams()
  const works = useDeskWorks(contestId, round)
  const desk = useDesk()
  const here = desk.data?.items.find((one) => one.contestId === contestId && one.round === round)
  const [search, setSearch] = useState('')
  return (
    <Page
      title={here ? name(here.titleZh, here.titleEn) : t('contestDesk.works')}
      sub={here && name(here.contestZh, here.contestEn)}
      actions={
        <>
          <a className="tool" href={exportAddress(contestId, round)} download>
            {t('contestDesk.export')}
          </a>
          <LinkButton to="/desk">{t('contestDesk.title')}</LinkButton>
        </>
      }
    >
      <Loaded of={works} lines={8}>
        {({ items }) => {
          const done = items.filter(({ state }) => state === 'submitted').length
          const wanted = search.trim().toLocaleLowerCase()
          const found = items.filter(({ code, title }) =>
            `${code} ${title}`.toLocaleLowerCase().includes(wanted),
          )
          return (
            <div className="stack">
              <div className="stack tight">
                <Bar
                  share={items.length === 0 ? 0 : done / items.length}
                  label={t('contestDesk.progress', { done: exact(done), all: exact(items.length) })}
                />
                <span className="muted">
                  {t('contestDesk.progress', { done: exact(done), all: exact(items.length) })}
                </span>
              </div>
              <Input
                type="search"
                aria-label={t('contestDesk.search')}
                placeholder={t('contestDesk.search')}
                value={search}
                onChange={(event) => setSearch(event.target.value)}
                allowClear
                style={{ maxWidth: 320 }}
              />
              {found.length === 0 ? (
                <Empty title={t('contestDesk.noWorks')} hint={t('contestDesk.noWorksHint')} />
              ) : (
                <ul className="desk-works">
                  {found.map((work) => (
                    <Line key={work.code} work={work} to={`/desk/${contestId}/${round}/${work.code}`} />
                  ))}
                </ul>
              )}
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}

function Line({ work, to }: { readonly work: DeskWork; readonly to: string }) {
  const { t } = useFormat()
  return (
    <li>
      <Link to={to}>
        <span className="mono">{work.code}</span>
        <span className="break">{work.ready ? work.title : t('contestDesk.notReady')}</span>
      </Link>
      <span className="desk-chips">
        <Chip meaning={work.state === 'submitted' ? 'ok' : work.state === 'draft' ? 'warn' : 'none'}>
          {t(`contestDesk.state.${work.state}`)}
        </Chip>
        {work.reopened && <Chip meaning="no">{t('contestDesk.reopened')}</Chip>}
        {work.rescore && <Chip meaning="warn">{t('contestDesk.rescoreShort')}</Chip>}
        {work.discussion && <Chip meaning="seal">{t('contestDesk.view.talk')}</Chip>}
      </span>
    </li>
  )
}
