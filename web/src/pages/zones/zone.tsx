import { Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useBodyName } from '../../api/bodies.ts'
import { useZone } from '../../api/catalog.ts'
import type { ZoneView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Record } from '../../parts/record.tsx'
import { Num, When } from '../../parts/say.tsx'
import { Members } from './members.tsx'
import { RulesDialog } from './rules-dialog.tsx'

/** One zone: its rules, its people, its datasets. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const zone = useZone(id)
  if (zone.data) return <Zone zone={zone.data} />
  return (
    <Page title={t('shell.zone')}>
      <Card>
        <Loaded of={zone}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Zone({ zone }: { readonly zone: ZoneView }) {
  const { t, name, list } = useFormat()
  const bodyName = useBodyName()
  const [editing, setEditing] = useState(false)
  const { rules } = zone
  return (
    <Record
      title={name(zone.titleZh, zone.titleEn)}
      state={
        <Chip meaning={rules.readers === 'members' ? 'warn' : 'ok'}>
          {t(`zone.readersAre.${rules.readers}`)}
        </Chip>
      }
      sub={zone.description}
      subject={zone.id}
      actions={zone.mayKeep && <Button onClick={() => setEditing(true)}>{t('zone.editRules')}</Button>}
      facts={[
        { key: 'code', name: t('dataset.code'), value: <code>{zone.code}</code> },
        {
          key: 'body',
          name: t('zone.openedBy'),
          value: zone.participantId ? bodyName(zone.participantId) : t('zone.space'),
        },
        {
          key: 'datasets',
          name: t('zone.datasets'),
          value: (
            <Link to={`/datasets?zone=${zone.id}`}>
              <Num value={zone.datasets} />
            </Link>
          ),
        },
        { key: 'mine', name: t('zone.myRole'), value: zone.myRole ? t(`zone.role.${zone.myRole}`) : null },
        { key: 'created', name: t('common.created'), value: <When at={zone.createdAt} /> },
      ]}
    >
      <Card title={t('zone.rules')}>
        <Facts
          one
          rows={[
            {
              key: 'registrants',
              name: t('zone.registrants'),
              value: t(`zone.registrantsAre.${rules.registrants}`),
            },
            { key: 'readers', name: t('zone.readers'), value: t(`zone.readersMean.${rules.readers}`) },
            {
              key: 'minGroup',
              name: t('zone.minGroup'),
              value: t('zone.minGroupIs', { first: rules.minGroup.default, floor: rules.minGroup.floor }),
            },
            {
              key: 'purposes',
              name: t('zone.purposes'),
              value:
                rules.purposes === null
                  ? t('zone.allPurposes')
                  : list(rules.purposes.map((code) => t(`purpose.${code}`, { defaultValue: code }))),
            },
            {
              key: 'grade',
              name: t('zone.gradeScheme'),
              value: rules.gradeScheme ? <code>{rules.gradeScheme}</code> : t('zone.noGradeScheme'),
            },
          ]}
        />
      </Card>
      <Members zone={zone} />
      <RulesDialog zone={zone} open={editing} onClose={() => setEditing(false)} />
    </Record>
  )
}
