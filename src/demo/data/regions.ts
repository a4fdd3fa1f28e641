/**
 * The four bureaus and sixteen county-level divisions of each. Codes and names: GB/T 2260 (real).
 * Sixteen each, because the identity numbers are dealt out by division and sequence (see person.ts).
 */
export interface Bureau {
  readonly code: string
  readonly province: string
  readonly nameZh: string
  readonly nameEn: string
  /** Share of the population, in percent. */
  readonly share: number
  readonly counties: readonly (readonly [code: string, city: string, name: string])[]
}

const counties = (text: string): Bureau['counties'] =>
  text.split(' ').map((entry) => {
    const [code, city, name] = entry.split(':')
    return [code!, city!, name!] as const
  })

export const BUREAUS: readonly Bureau[] = [
  {
    code: '310000',
    province: '上海市',
    nameZh: '上海市医疗保障局（示例）',
    nameEn: 'Shanghai Healthcare Security Bureau (demo)',
    share: 25,
    counties: counties(
      '310101:上海:黄浦区 310104:上海:徐汇区 310105:上海:长宁区 310106:上海:静安区 310107:上海:普陀区 310109:上海:虹口区 310110:上海:杨浦区 310112:上海:闵行区 310113:上海:宝山区 310114:上海:嘉定区 310115:上海:浦东新区 310116:上海:金山区 310117:上海:松江区 310118:上海:青浦区 310120:上海:奉贤区 310151:上海:崇明区',
    ),
  },
  {
    code: '320000',
    province: '江苏省',
    nameZh: '江苏省医疗保障局（示例）',
    nameEn: 'Jiangsu Healthcare Security Bureau (demo)',
    share: 28,
    counties: counties(
      '320102:南京:玄武区 320104:南京:秦淮区 320106:南京:鼓楼区 320205:无锡:锡山区 320303:徐州:云龙区 320412:常州:武进区 320505:苏州:虎丘区 320506:苏州:吴中区 320583:苏州:昆山市 320612:南通:通州区 320706:连云港:海州区 320902:盐城:亭湖区 321002:扬州:广陵区 321102:镇江:京口区 321202:泰州:海陵区 321302:宿迁:宿城区',
    ),
  },
  {
    code: '330000',
    province: '浙江省',
    nameZh: '浙江省医疗保障局（示例）',
    nameEn: 'Zhejiang Healthcare Security Bureau (demo)',
    share: 25,
    counties: counties(
      '330102:杭州:上城区 330106:杭州:西湖区 330108:杭州:滨江区 330109:杭州:萧山区 330110:杭州:余杭区 330203:宁波:海曙区 330212:宁波:鄞州区 330302:温州:鹿城区 330402:嘉兴:南湖区 330502:湖州:吴兴区 330602:绍兴:越城区 330702:金华:婺城区 330782:金华:义乌市 330802:衢州:柯城区 330902:舟山:定海区 331002:台州:椒江区',
    ),
  },
  {
    code: '340000',
    province: '安徽省',
    nameZh: '安徽省医疗保障局（示例）',
    nameEn: 'Anhui Healthcare Security Bureau (demo)',
    share: 22,
    counties: counties(
      '340102:合肥:瑶海区 340103:合肥:庐阳区 340104:合肥:蜀山区 340111:合肥:包河区 340202:芜湖:镜湖区 340302:蚌埠:龙子湖区 340402:淮南:大通区 340503:马鞍山:花山区 340602:淮北:杜集区 340705:铜陵:铜官区 340802:安庆:迎江区 341002:黄山:屯溪区 341103:滁州:南谯区 341202:阜阳:颍州区 341302:宿州:埇桥区 341502:六安:金安区',
    ),
  },
]

export const COUNTIES_PER_BUREAU = 16
