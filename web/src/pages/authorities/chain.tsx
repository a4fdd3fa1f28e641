import './authorities.css'
import { Link } from 'react-router'
import type { LinkView, TreeView } from '../../api/authority.ts'
import { useMe } from '../../api/session.ts'
import { date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LinkState } from './link-state.tsx'
import { useLinkWords } from './words.ts'

interface ChainProps {
  readonly links: readonly LinkView[]
  readonly titles: TreeView['titles']
  /** The link that the page is about. */
  readonly current?: string
}

/** A chain drawn from the 实施机构 down: bodies, and between them the links with what they open. */
export function Chain({ links, titles, current }: ChainProps) {
  const ids = new Set(links.map((link) => link.id))
  const tops = links.filter((link) => link.parentId === null || !ids.has(link.parentId))
  return (
    <ul className="chain-tree">
      {tops.map((top) => (
        <li key={top.id}>
          <Body id={top.grantorId} zh={top.grantorNameZh} en={top.grantorNameEn} level={top.level - 1} />
          <ul>
            <Node link={top} links={links} titles={titles} current={current} />
          </ul>
        </li>
      ))}
    </ul>
  )
}

function Node({ link, links, titles, current }: ChainProps & { readonly link: LinkView }) {
  const below = links.filter((one) => one.parentId === link.id)
  return (
    <li>
      <LinkCard link={link} titles={titles} current={link.id === current} />
      <Body id={link.granteeId} zh={link.granteeNameZh} en={link.granteeNameEn} level={link.level} />
      {below.length > 0 && (
        <ul>
          {below.map((one) => (
            <Node key={one.id} link={one} links={links} titles={titles} current={current} />
          ))}
        </ul>
      )}
    </li>
  )
}

function Body({ id, zh, en, level }: { id: string; zh: string; en: string; level: number }) {
  const { t, name } = useFormat()
  const me = useMe()
  return (
    <span className={`chain-body ${id === me.participant.id ? 'own' : ''}`}>
      {name(zh, en)} <span className="chain-role">{t(`authority.role.${level}`)}</span>
    </span>
  )
}

interface LinkCardProps {
  readonly link: LinkView
  readonly titles: TreeView['titles']
  readonly current: boolean
}

function LinkCard({ link, titles, current }: LinkCardProps) {
  const { t } = useFormat()
  const words = useLinkWords(titles)
  const open = ['draft', 'offered', 'accepted'].includes(link.state)
  const mood = link.live ? 'live' : open ? 'open' : 'over'
  return (
    <section className={`chain-link ${mood} ${current ? 'current' : ''}`} aria-label={t('authority.link')}>
      <div className="row">
        <LinkState link={link} />
        {current ? (
          <b>{t('authority.thisLink')}</b>
        ) : (
          <Link to={`/authorities/${link.id}`}>{t('authority.openLink')}</Link>
        )}
      </div>
      <dl>
        <dt>{t('authority.data')}</dt>
        <dd>{words.data(link.scope)}</dd>
        <dt>{t('authority.purposes')}</dt>
        <dd>{words.purposes(link.scope)}</dd>
        <dt>{t('authority.term')}</dt>
        <dd>
          {date(link.from).slice(0, 10)} – {date(link.until).slice(0, 10)}
        </dd>
        {link.fees && (
          <>
            <dt>{t('authority.fees')}</dt>
            <dd>{words.fees(link.fees)}</dd>
          </>
        )}
        {link.documents.length > 0 && (
          <>
            <dt>{t('authority.documents')}</dt>
            <dd>{t('authority.documentCount', { count: link.documents.length })}</dd>
          </>
        )}
        {link.reason && (
          <>
            <dt>{t('common.reason')}</dt>
            <dd>{link.reason}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
