import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useHome } from '../../api/home.ts'
import { useMe } from '../../api/session.ts'
import type { HomeView } from '../../api/types.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useSaying } from '../../lib/use-saying.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Timeline } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Hash, Num, When } from '../../parts/say.tsx'
import { NextStep } from './next-step.tsx'

const greeting = (hour: number) =>
  hour < 5 ? 'night' : hour < 11 ? 'morning' : hour < 13 ? 'noon' : hour < 18 ? 'afternoon' : 'evening'

/** One glance: is all well, and what waits for me? */
export function Component() {
  const { t } = useTranslation()
  const { list } = useFormat()
  const me = useMe()
  const home = useHome()
  const hello = t(`home.hello.${greeting(new Date().getHours())}`, { name: me.user.displayName })
  return (
    <Page
      title={hello}
      chips={<Chip>{list(me.roles.map((role) => t(`role.${role}`)))}</Chip>}
      actions={<NextStep />}
    >
      <div className="stack">
        {(home.data || !home.error) && <Numbers home={home.data} />}
        <Loaded of={home} lines={8}>
          {(data) => (
            <div className="grid g2">
              <div className="stack">
                <Card title={t('home.flow')}>
                  <Flow flow={data.flow} />
                </Card>
                <Card title={t('home.waiting')}>
                  <Waiting items={data.waiting} />
                </Card>
              </div>
              <div className="stack">
                <Card
                  title={t('home.head')}
                  extra={
                    <Chip meaning={data.head.healthy ? 'ok' : 'no'}>
                      {t(data.head.healthy ? 'home.headWell' : 'home.headSick')}
                    </Chip>
                  }
                >
                  <Head head={data.head} />
                </Card>
                <Card title={t('home.moved')}>
                  <Moved items={data.moved} />
                </Card>
              </div>
            </div>
          )}
        </Loaded>
      </div>
    </Page>
  )
}

function Numbers({ home }: { readonly home: HomeView | undefined }) {
  const { t } = useTranslation()
  return (
    <div className="grid g4">
      {home
        ? home.numbers.slice(0, 4).map((item) => (
            <div className="card number" key={item.key}>
              <div className="k">{t(`home.number.${item.key}`, { defaultValue: item.key })}</div>
              <div className="v">
                {item.link ? (
                  <Link to={item.link}>
                    <Num value={item.value} />
                  </Link>
                ) : (
                  <Num value={item.value} />
                )}
              </div>
              <div className="d">
                {item.sub
                  ? t(`home.sub.${item.sub.key}`, { ...item.sub.params, defaultValue: '' })
                  : '\u00a0'}
              </div>
            </div>
          ))
        : [0, 1, 2, 3].map((place) => (
            <div className="card number" key={place} aria-hidden="true">
              <div className="k">
                <span className="bone" style={{ width: 70 }} />
              </div>
              <div className="v">
                <span className="bone" style={{ width: 110, height: 20 }} />
              </div>
              <div className="d">{'\u00a0'}</div>
            </div>
          ))}
    </div>
  )
}

function Flow({ flow }: { readonly flow: HomeView['flow'] }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const steps = [
    {
      key: 'datasets',
      value: flow.datasets,
      say: t('home.flowRows', { rows: number(flow.rows) }),
      to: '/datasets',
    },
    { key: 'products', value: flow.products, say: t('home.flowProducts'), to: '/products' },
    { key: 'contracts', value: flow.contracts, say: t('home.flowContracts'), to: '/contracts' },
    { key: 'runs', value: flow.runsToday, say: t('home.flowRuns'), to: '/runs' },
    { key: 'results', value: flow.releasedToday, say: t('home.flowReleased'), to: '/runs?state=released' },
  ]
  return (
    <ol className="flow">
      {steps.map((step) => (
        <li key={step.key}>
          <Link to={step.to}>
            <b>
              <Num value={step.value} />
            </b>
            <span>{t(`home.step.${step.key}`)}</span>
          </Link>
          <br />
          <span>{step.say}</span>
        </li>
      ))}
    </ol>
  )
}

function Waiting({ items }: { readonly items: HomeView['waiting'] }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  if (items.length === 0) return <Empty title={t('home.nothingWaits')} hint={t('home.nothingWaitsHint')} />
  return (
    <ul className="items">
      {items.map((item) => (
        <li key={`${item.kind}${item.id}`}>
          <span>
            <Chip meaning="warn">{t(`home.kind.${item.kind}`, { defaultValue: item.kind })}</Chip>{' '}
            <Link to={item.link}>{name(item.titleZh, item.titleEn)}</Link>
          </span>
          <span className="faint">
            <When at={item.at} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function Moved({ items }: { readonly items: HomeView['moved'] }) {
  const { t } = useTranslation()
  const say = useSaying()
  if (items.length === 0) return <Empty title={t('home.nothingMoved')} />
  return (
    <Timeline
      items={items.slice(0, 8).map((item) => ({
        leaf: item.leaf,
        at: item.at,
        what: say(item.kind),
      }))}
    />
  )
}

function Head({ head }: { readonly head: HomeView['head'] }) {
  const { t } = useTranslation()
  return (
    <div className="number">
      <div className="v seal">
        <span aria-hidden="true">◈ </span>
        {exact(head.size)}
        <small>{t('home.entries')}</small>
      </div>
      <div className="d">
        {t('home.root')} <Hash value={head.root} length={20} />
      </div>
      <div className="d">
        {t('home.headAt')} <When at={head.at} />
      </div>
    </div>
  )
}
