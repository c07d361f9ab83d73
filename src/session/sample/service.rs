//! The tickets of the sample, with what was written about each, the promises behind them, canned
//! replies, and what customers were heard to need.

use super::{Language, Made, Maker, number, text};
use crate::domain::{
    Instant, Key, Part, RecordId, RecordKind, Value, field, need, sla_policy, template, ticket,
    ticket_message,
};

/// The words of this part, in one language.
struct Words {
    policy: &'static str,
    holidays: [&'static str; 2],
    /// Subject, type, what was asked, what was answered.
    tickets: &'static [(&'static str, &'static str, &'static str, &'static str)],
    internal: &'static [&'static str],
    thanks: &'static [&'static str],
    resolution: &'static str,
    /// Name and text.
    replies: &'static [(&'static str, &'static str)],
    /// Subject, group, what shows it, and the place of the product that would meet it.
    needs: &'static [(&'static str, &'static str, &'static str, usize)],
}

static ENGLISH: Words = Words {
    policy: "Standard",
    holidays: ["Christmas Day", "New Year's Day"],
    tickets: &[
        (
            "Steam wand leaks after service",
            "incident",
            "Since the service on Monday the left steam wand drips all the time. We open at six and the bar is full by eight.",
            "Sorry about that. A technician is with you today before noon; please turn off the left group until then.",
        ),
        (
            "Wrong beans in weekly delivery",
            "complaint",
            "We ordered Harbour Blend and got Decaf Bianca again. It is the second time this month.",
            "The right beans leave today by courier. Please keep the decaf, it is on us.",
        ),
        (
            "Grinder trips the breaker",
            "incident",
            "Every time we switch the new grinder on, the breaker goes. The old one is on the same line and works.",
            "It sounds like the start capacitor. Please leave it unplugged; we bring a replacement tomorrow.",
        ),
        (
            "Invoice by branch",
            "question",
            "Could we have one invoice per café from next month on? Accounting asks for it.",
            "Of course. Please tell us the address of each branch, and we change it with the next invoice.",
        ),
        (
            "Second barista for the training",
            "question",
            "May we bring a second barista to the training on Thursday, and what would it cost?",
            "Gladly, up to three people are included.",
        ),
        (
            "Water filter light stays on",
            "problem",
            "We changed the filter as in the video, and the light is still on.",
            "Hold both outer keys for five seconds: the counter starts anew.",
        ),
        (
            "Delivery before ten o'clock",
            "feature_request",
            "The van comes at eleven, when the kitchen is busy. Could it come before ten?",
            "From next week your stop is the first on Tuesdays.",
        ),
        (
            "Return of two bags",
            "return",
            "Two bags arrived torn. We would like to send them back.",
            "No need to send them: a photograph is enough. New bags come with the next delivery.",
        ),
        (
            "Descaling powder for the old machine",
            "question",
            "Which powder may we use for the two-group machine of 2019?",
            "The same as for the new one, half the amount.",
        ),
        (
            "Milk foam too thin",
            "problem",
            "Since the weekend the foam collapses. Same milk as ever.",
            "The tip is probably blocked. A cleaning set is in the post, with a short guide.",
        ),
    ],
    internal: &[
        "Third call this quarter from here: worth a visit by sales.",
        "Spare part is in stock, two left.",
        "Ask Jonas whether this is still under warranty.",
    ],
    thanks: &[
        "Works again, thank you!",
        "Thanks for the quick help.",
        "All good now.",
    ],
    resolution: "Solved with the customer on the phone.",
    replies: &[
        (
            "Greeting",
            "Hello {{customer.given_name|there}},\n\nthank you for your message about “{{ticket.subject}}”. We are on it and write again today.\n\nBest regards\n{{owner.name}}",
        ),
        (
            "Technician on the way",
            "Hello {{customer.given_name|there}},\n\na technician is on the way for ticket {{ticket.number}}. Please leave the machine switched on.\n\n{{owner.name}}",
        ),
        (
            "Anything else?",
            "Hello {{customer.given_name|there}},\n\ndid this solve it? If we hear nothing for a week, we close ticket {{ticket.number}}; an answer opens it again.\n\n{{owner.name}}",
        ),
    ],
    needs: &[
        (
            "Decaf line",
            "Range",
            "“Half of our guests ask for decaf after four.”",
            1,
        ),
        (
            "Barista training",
            "Service",
            "Three new people behind the bar since summer.",
            9,
        ),
        (
            "Second grinder",
            "Equipment",
            "Changes the grind for filter by hand, twice a day.",
            6,
        ),
        (
            "Delivery twice a week",
            "Delivery",
            "Runs out of beans on Fridays.",
            0,
        ),
        (
            "Service plan",
            "Service",
            "Pays by the hour so far, and dislikes the surprise.",
            8,
        ),
        (
            "Filter coffee for meetings",
            "Equipment",
            "Makes it in pots from home.",
            7,
        ),
        (
            "Softer water",
            "Equipment",
            "Descales every second week.",
            10,
        ),
    ],
};

static CHINESE: Words = Words {
    policy: "标准服务时限",
    holidays: ["元旦", "国庆节"],
    tickets: &[
        (
            "保养后蒸汽管漏水",
            "incident",
            "周一保养以后左边蒸汽管一直滴水。我们六点开门，八点吧台就坐满了。",
            "非常抱歉，技师今天中午前到店，请先关闭左侧冲煮头。",
        ),
        (
            "本周送错咖啡豆",
            "complaint",
            "订的是港湾拼配，送来的又是低因，这个月第二次了。",
            "正确的豆子今天快递发出，低因豆请留下，由我们承担。",
        ),
        (
            "磨豆机一开就跳闸",
            "incident",
            "新磨豆机一开就跳闸，旧机器在同一线路上没有问题。",
            "应该是启动电容的问题，请先拔掉电源，明天带替换件上门。",
        ),
        (
            "发票按门店分开",
            "question",
            "下个月起可以每家门店单独开票吗？财务有这个要求。",
            "可以，请提供各门店的开票信息，下一张起调整。",
        ),
        (
            "培训增加一名咖啡师",
            "question",
            "周四的培训可以再来一位咖啡师吗？费用多少？",
            "欢迎，三人以内不另收费。",
        ),
        (
            "滤芯指示灯不灭",
            "problem",
            "按视频换了滤芯，指示灯还亮着。",
            "同时按住两侧按键五秒，计数会重新开始。",
        ),
        (
            "希望十点前送货",
            "feature_request",
            "送货车十一点到，正是厨房最忙的时候，能不能十点前送到？",
            "下周起周二您是第一站。",
        ),
        (
            "两袋破损退换",
            "return",
            "有两袋到货时已经破了，想退换。",
            "不用寄回，拍照即可，新的随下次送货一起到。",
        ),
        (
            "旧机器用哪种除垢粉",
            "question",
            "2019 年的双头机可以用哪种除垢粉？",
            "和新机器一样，用量减半。",
        ),
        (
            "奶泡太稀",
            "problem",
            "周末以来奶泡很快就塌，牛奶没有换过。",
            "可能是喷头堵塞，清洁套装和说明已寄出。",
        ),
    ],
    internal: &[
        "本季度第三次来电，建议销售上门拜访。",
        "配件有库存，还剩两件。",
        "请吴昊确认是否在保修期内。",
    ],
    thanks: &["已经好了，谢谢！", "感谢这么快处理。", "现在没问题了。"],
    resolution: "电话中与客户一起解决。",
    replies: &[
        (
            "问候",
            "{{customer.name|您好}}，\n\n关于“{{ticket.subject}}”的来信已收到，我们正在处理，今天内再回复您。\n\n{{owner.name}}",
        ),
        (
            "技师已出发",
            "{{customer.name|您好}}，\n\n工单 {{ticket.number}} 的技师已出发，请保持设备通电。\n\n{{owner.name}}",
        ),
        (
            "是否已解决",
            "{{customer.name|您好}}，\n\n问题解决了吗？一周内没有回复我们将关闭工单 {{ticket.number}}，之后回信会自动重新打开。\n\n{{owner.name}}",
        ),
    ],
    needs: &[
        ("低因系列", "产品", "“下午四点以后一半客人要低因。”", 1),
        ("咖啡师培训", "服务", "夏天以来吧台新来了三个人。", 9),
        ("第二台磨豆机", "设备", "手冲要手动换刻度，一天两次。", 6),
        ("每周送两次货", "配送", "周五常常断豆。", 0),
        ("年度保养", "服务", "目前按次付费，不喜欢意外支出。", 8),
        ("会议用滴滤咖啡", "设备", "现在用家里的壶煮。", 7),
        ("软化水质", "设备", "每两周除垢一次。", 10),
    ],
};

/// What is promised, by priority: minutes of working time to the first reply and to the solution.
const PROMISES: [(&str, f64, f64); 4] = [
    ("urgent", 60.0, 480.0),
    ("high", 240.0, 960.0),
    ("normal", 480.0, 1920.0),
    ("low", 960.0, 4800.0),
];

/// The open tickets: status, priority, how many minutes ago it came, whether it was answered, and in
/// how many minutes the next promise is due.
const OPEN: [(&str, &str, i64, bool, i64); 9] = [
    ("new", "urgent", 70, false, -22),
    ("new", "urgent", 22, false, 38),
    ("open", "high", 900, true, 112),
    ("escalated", "high", 1300, true, 190),
    ("new", "normal", 95, false, 385),
    ("waiting_customer", "normal", 2900, true, 1500),
    ("open", "normal", 1600, true, 2300),
    ("on_hold", "low", 7200, true, 5200),
    ("open", "low", 4300, true, 6100),
];

/// How many tickets are over.
const OVER: i64 = 40;

const MINUTE_MS: i64 = 60_000;

/// A ticket to be made.
struct Ask {
    status: &'static str,
    priority: &'static str,
    asked: Instant,
    replied: Option<Instant>,
    due: Option<Instant>,
    solved: Option<Instant>,
}

fn at(instant: Instant) -> Option<Value> {
    Some(Value::Instant(instant))
}

impl Maker<'_> {
    fn service_words(&self) -> &'static Words {
        match self.sample.language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }

    /// Policy, canned replies, tickets and needs.
    pub(super) fn service(
        &mut self,
        customers: &[Made],
        owners: &[RecordId],
        products: &[(RecordId, u64)],
    ) {
        let words = self.service_words();
        let policy = self.policy(words);
        for (name, body) in words.replies {
            self.template("reply", name, None, body);
        }
        let companies: Vec<&Made> = customers.iter().filter(|of| of.is_company).collect();
        let now = self.sample.at;
        let mut asks: Vec<Ask> = Vec::new();
        for number in 0..OVER {
            // Asked from half past eight to half past two, answered the same day, solved within two.
            let day = -(3 + number * 4);
            let asked = self.clock(day, 8 * 60 + 30 + number * 53 % 360);
            let replied = asked.add_ms((15 + self.dice.below(160) as i64) * MINUTE_MS);
            let work = self.dice.below(2 * 480) as i64;
            let solved = self.clock(day + 1 + work / 480, 9 * 60 + work % 480);
            asks.push(Ask {
                status: if number < 6 { "resolved" } else { "closed" },
                priority: self
                    .dice
                    .word(&["urgent", "high", "normal", "normal", "low"]),
                asked,
                replied: Some(replied),
                due: None,
                solved: Some(solved),
            });
        }
        asks.reverse();
        for (status, priority, ago, is_answered, due) in OPEN {
            let asked = now.add_ms(-ago * MINUTE_MS);
            asks.push(Ask {
                status,
                priority,
                asked,
                replied: is_answered.then(|| asked.add_ms(17 * MINUTE_MS)),
                due: Some(now.add_ms(due * MINUTE_MS)),
                solved: None,
            });
        }
        for (number, ask) in asks.iter().enumerate() {
            // The first customer has an open one, with whom everything is tried first.
            let of = match ask.due {
                Some(_) => companies.get((number * 3 + 2) % companies.len().max(1)),
                None => self.dice.pick(&companies),
            };
            let of = match (ask.status, ask.priority, ask.solved) {
                ("new", "urgent", None) if number.is_multiple_of(2) => companies.first(),
                _ => of,
            };
            if let Some(of) = of.copied() {
                self.ticket(words, number, ask, of, owners, policy);
            }
        }
        self.needs(words, &companies, products);
    }

    fn policy(&mut self, words: &Words) -> RecordId {
        let mut fields = vec![
            (Key::one(sla_policy::NAME), text(words.policy)),
            (Key::one(sla_policy::ACTIVE), Some(Value::Bool(true))),
            (Key::one(sla_policy::ORDER), number(0.0)),
        ];
        for (priority, reply, solve) in PROMISES {
            let minutes = [(1, reply), (2, solve)]
                .into_iter()
                .filter_map(|(place, minutes)| Some((place, number(minutes)?)));
            let part = Part::new([(0, Value::text(priority))].into_iter().chain(minutes));
            fields.push((
                Key::of(sla_policy::PROMISES, priority),
                Some(Value::Part(part)),
            ));
        }
        for weekday in sla_policy::WEEKDAYS.iter().take(5) {
            let span = [(1, 9.0 * 60.0), (2, 17.5 * 60.0)]
                .into_iter()
                .filter_map(|(place, minute)| Some((place, number(minute)?)));
            let part = Part::new([(0, Value::text(*weekday))].into_iter().chain(span));
            let key = Key::of(sla_policy::WORKING_HOURS, *weekday);
            fields.push((key, Some(Value::Part(part))));
        }
        let year = self.sample.today.year();
        let days = match self.sample.language {
            Language::English => [(year, 12, 25), (year + 1, 1, 1)],
            Language::Chinese => [(year + 1, 1, 1), (year + 1, 10, 1)],
        };
        for (name, (year, month, day)) in words.holidays.iter().zip(days) {
            let Ok(date) = crate::domain::Date::from_ymd(year, month, day) else {
                continue;
            };
            let part = Part::new([(0, Value::Date(date)), (1, Value::text(*name))]);
            let key = Key::of(sla_policy::HOLIDAYS, date.to_string());
            fields.push((key, Some(Value::Part(part))));
        }
        self.make(RecordKind::SlaPolicy, fields)
    }

    /// A template.
    pub(super) fn template(
        &mut self,
        kind: &str,
        name: &str,
        subject: Option<&str>,
        body: &str,
    ) -> RecordId {
        let language = match self.sample.language {
            Language::English => "en",
            Language::Chinese => "zh-CN",
        };
        let fields = vec![
            (Key::one(template::NAME), text(name)),
            (Key::one(template::KIND), text(kind)),
            (Key::one(template::SUBJECT), subject.and_then(text)),
            (Key::one(template::BODY), text(body)),
            (Key::one(template::LANGUAGE), text(language)),
        ];
        self.make(RecordKind::Template, fields)
    }

    fn ticket(
        &mut self,
        words: &'static Words,
        number_of: usize,
        ask: &Ask,
        of: &Made,
        owners: &[RecordId],
        policy: RecordId,
    ) {
        let Some((subject, kind, question, answer)) =
            words.tickets.get(number_of % words.tickets.len()).copied()
        else {
            return;
        };
        // Who is in service answers; where there are fewer people, who there is.
        let owner = owners.get(2).or(owners.first()).copied();
        let origin = self.dice.word(&["email", "email", "phone", "web", "chat"]);
        let stands_still = ask.solved.or(match ask.status {
            "waiting_customer" | "on_hold" => ask.replied,
            _ => None,
        });
        let is_over = ask.solved.is_some();
        let satisfaction = [5.0, 4.0, 5.0, 3.0, 5.0, 4.0, 2.0]
            .get(number_of % 7)
            .copied();
        let promise = |minutes: f64| ask.asked.add_ms(minutes as i64 * MINUTE_MS);
        let promised = PROMISES.iter().find(|(of, ..)| *of == ask.priority);
        let (reply_due, solve_due) = match (ask.due, ask.replied) {
            (Some(due), None) => (Some(due), promised.map(|(_, _, solve)| promise(*solve))),
            (due, _) => (
                promised.map(|(_, reply, _)| promise(*reply)),
                due.or_else(|| promised.map(|(_, _, solve)| promise(solve * 2.0))),
            ),
        };
        let fields = vec![
            (Key::one(ticket::SUBJECT), text(subject)),
            (Key::one(ticket::NUMBER), number(1001.0 + number_of as f64)),
            (Key::one(ticket::DESCRIPTION), text(question)),
            (Key::one(ticket::CUSTOMER), Some(Value::Ref(of.id))),
            (Key::one(ticket::STATUS), text(ask.status)),
            (Key::one(ticket::PRIORITY), text(ask.priority)),
            (Key::one(ticket::TYPE), text(kind)),
            (Key::one(ticket::ORIGIN), text(origin)),
            (Key::one(ticket::SLA_POLICY), Some(Value::Ref(policy))),
            (Key::one(ticket::FIRST_RESPONSE_DUE), reply_due.and_then(at)),
            (
                Key::one(ticket::FIRST_RESPONSE_AT),
                ask.replied.and_then(at),
            ),
            (Key::one(ticket::RESOLVE_DUE), solve_due.and_then(at)),
            (Key::one(ticket::RESOLVED_AT), ask.solved.and_then(at)),
            (Key::one(ticket::PAUSED_SINCE), stands_still.and_then(at)),
            (
                Key::one(ticket::RESOLUTION),
                text(words.resolution).filter(|_| is_over),
            ),
            (
                Key::one(ticket::CSAT),
                satisfaction.and_then(number).filter(|_| is_over),
            ),
            (
                Key::one(ticket::CLOSED_AT),
                ask.solved.and_then(at).filter(|_| ask.status == "closed"),
            ),
            (Key::one(field::CREATED_AT), at(ask.asked)),
            (Key::one(field::OWNER), owner.map(Value::Ref)),
        ];
        let id = self.make(RecordKind::Ticket, fields);
        self.message(id, "in", Some(of.id), ask.asked, question, origin);
        if let Some(replied) = ask.replied {
            if number_of.is_multiple_of(3) {
                let note = self.dice.word(words.internal);
                let before = replied.add_ms(-4 * MINUTE_MS);
                self.message(id, "internal", owner, before, note, origin);
            }
            self.message(id, "out", owner, replied, answer, origin);
        }
        if let Some(solved) = ask.solved {
            let thanks = self.dice.word(words.thanks);
            self.message(id, "in", Some(of.id), solved, thanks, origin);
        }
    }

    fn message(
        &mut self,
        of: RecordId,
        direction: &str,
        author: Option<RecordId>,
        moment: Instant,
        body: &str,
        channel: &str,
    ) {
        let fields = vec![
            (Key::one(ticket_message::BODY), text(body)),
            (Key::one(ticket_message::TICKET), Some(Value::Ref(of))),
            (Key::one(ticket_message::AT), at(moment)),
            (Key::one(ticket_message::DIRECTION), text(direction)),
            (Key::one(ticket_message::AUTHOR), author.map(Value::Ref)),
            (
                Key::one(ticket_message::CHANNEL),
                text(channel).filter(|_| direction != "internal"),
            ),
        ];
        self.make(RecordKind::Message, fields);
    }

    fn needs(&mut self, words: &Words, companies: &[&Made], products: &[(RecordId, u64)]) {
        for (at, of) in companies.iter().enumerate().filter(|(at, _)| at % 2 == 0) {
            let Some((subject, category, evidence, place)) =
                words.needs.get((at / 2) % words.needs.len()).copied()
            else {
                return;
            };
            let product = products.get(place).map(|(id, _)| Value::Ref(*id));
            let status = self.dice.word(&["open", "open", "open", "met", "dropped"]);
            let days = -(self.dice.below(300) as i64);
            let fields = vec![
                (Key::one(need::SUBJECT), text(subject)),
                (Key::one(need::CUSTOMER), Some(Value::Ref(of.id))),
                (Key::one(need::CATEGORY), text(category)),
                (
                    Key::one(need::IMPORTANCE),
                    number(2.0 + self.dice.below(4) as f64),
                ),
                (Key::one(need::STATUS), text(status)),
                (Key::one(need::EVIDENCE), text(evidence)),
                (Key::one(need::NOTED_AT), self.day(days)),
                (Key::one(need::PRODUCT), product),
                (Key::one(field::OWNER), Some(Value::Ref(of.owner))),
            ];
            self.make(RecordKind::Need, fields);
        }
    }
}
