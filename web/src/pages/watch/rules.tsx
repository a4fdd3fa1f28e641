import './watch.css'
import { InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../api/session.ts'
import { type Reaction, type Severity, useSetRule, useWatchRules, type WatchRule } from '../../api/watch.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useOptions } from '../../parts/options.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { State } from '../../parts/state.tsx'
import { Canaries } from './canaries.tsx'
import { WatchPage } from './watch-page.tsx'

const SEVERITIES = ['info', 'warning', 'critical'] as const
const REACTIONS = ['tell', 'throttle', 'suspend', 'revoke'] as const

/** What is looked for, from when on, and what then happens by itself. */
export function Component() {
  const { t } = useTranslation()
  const edits = useHasRole()('security_officer')
  return (
    <WatchPage title={t('watch.rules')} sub={t(edits ? 'watch.rulesAbout' : 'watch.rulesRead')}>
      <Loaded of={useWatchRules()} lines={10}>
        {({ items }) => (
          <div className="stack">
            {edits && <Canaries />}
            {items.map((rule) => (
              <Rule key={`${rule.id}${rule.version}`} rule={rule} edits={edits} />
            ))}
          </div>
        )}
      </Loaded>
    </WatchPage>
  )
}

function Rule({ rule, edits }: { readonly rule: WatchRule; readonly edits: boolean }) {
  const { t, pick, name } = useFormat()
  const options = useOptions()
  const [draft, setDraft] = useState(rule)
  const save = useSetRule(rule.id)
  const { enabled, severity, reaction, threshold } = draft
  const changed =
    JSON.stringify({ enabled, severity, reaction, threshold }) !==
    JSON.stringify({
      enabled: rule.enabled,
      severity: rule.severity,
      reaction: rule.reaction,
      threshold: rule.threshold,
    })
  const title = name(rule.titleZh, rule.titleEn)
  return (
    <Card
      title={title}
      extra={
        edits ? (
          <span className="row">
            <span className="muted">{t(enabled ? 'watch.on' : 'watch.off')}</span>
            <Switch
              aria-label={t('watch.enable', { rule: title })}
              checked={enabled}
              onChange={(on) => setDraft({ ...draft, enabled: on })}
            />
          </span>
        ) : (
          <Chip meaning={enabled ? 'ok' : 'none'}>{t(enabled ? 'watch.on' : 'watch.off')}</Chip>
        )
      }
    >
      <p className="muted">{pick(rule)}</p>
      <div className="watch-rule">
        {Object.entries(threshold).map(([key, value]) => (
          <label key={key}>
            <span>{t(`watch.threshold.${key}`, { defaultValue: key })}</span>
            {edits ? (
              <InputNumber
                min={0}
                precision={0}
                value={value}
                onChange={(next) =>
                  next !== null && setDraft({ ...draft, threshold: { ...threshold, [key]: next } })
                }
              />
            ) : (
              <b>{exact(value)}</b>
            )}
          </label>
        ))}
        <label>
          <span>{t('watch.severity')}</span>
          {edits ? (
            <Select
              aria-label={`${title} · ${t('watch.severity')}`}
              value={severity}
              options={options('state.severity', SEVERITIES)}
              onChange={(next: Severity) => setDraft({ ...draft, severity: next })}
            />
          ) : (
            <State kind="severity" value={severity} />
          )}
        </label>
        <label>
          <span>{t('watch.reaction')}</span>
          {edits ? (
            <Select
              aria-label={`${title} · ${t('watch.reaction')}`}
              value={reaction}
              popupMatchSelectWidth={false}
              options={options('watch.reactions', REACTIONS)}
              onChange={(next: Reaction) => setDraft({ ...draft, reaction: next })}
            />
          ) : (
            <b>{t(`watch.reactions.${reaction}`)}</b>
          )}
        </label>
        {edits && changed && (
          <Action
            primary
            loading={save.isPending}
            onClick={() => save.mutate({ enabled, severity, reaction, threshold })}
          >
            {t('common.save')}
          </Action>
        )}
      </div>
      {save.error ? <Problem error={save.error} /> : null}
    </Card>
  )
}
