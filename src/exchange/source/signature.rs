//! The headers that other CRMs write, and what becomes of each column: one line per file kind.
//!
//! `Header=path` maps, a bare `Header` is known and left out. From the vendors' schemas and
//! documentation and from exports seen in public; headers are compared without case, spaces and
//! punctuation. What headers of unknown files mean is in `synonym`.

use super::Source;
use crate::exchange::target::Subject;

/// The headers of one kind of file of one product.
pub(super) struct Signature {
    /// Who wrote it.
    pub(super) source: Source,
    /// What its rows are.
    pub(super) subject: Subject,
    /// Headers of which all must be there.
    pub(super) marks: &'static [&'static str],
    /// Headers of which at least one must be there; none: no such condition.
    pub(super) any_marks: &'static [&'static str],
    /// All headers, with what becomes of them.
    pub(super) columns: &'static str,
}

/// What all objects of Salesforce have.
const SALESFORCE_SYSTEM: &str = "IsDeleted=deleted,OwnerId=owner.id,CreatedDate=created_at,CreatedById,LastModifiedDate,LastModifiedById,SystemModstamp,LastActivityDate,LastViewedDate,LastReferencedDate,MasterRecordId,Jigsaw,CleanStatus,CurrencyIsoCode=currency,RecordTypeId";

/// What all modules of Zoho have.
const ZOHO_SYSTEM: &str = "Created By.id,Created By,Modified By.id,Modified By,Created Time=created_at,Modified Time,Last Activity Time,Tag=tags,Change Log Time,Locked,Last Enriched Time,Enrich Status,Unsubscribed Mode,Unsubscribed Time,Exchange Rate,Currency=currency,User Modified Time,System Modified Time,Record Image,Layout.id,Layout";

/// What all objects of HubSpot have.
const HUBSPOT_SYSTEM: &str = "Create Date=created_at,Last Modified Date,Last Activity Date,Original Source=source,Original Source Drill-Down 1,Original Source Drill-Down 2,Last Contacted,Number of times contacted,Number of Sales Activities,Number of Associated Contacts,Number of Associated Deals,Record source,Record source detail 1,Marketing contact status,Currency=currency,Time Zone,Owner Assigned Date,HubSpot Team,Recent Sales Email Opened Date,Next Activity Date,Associated Deal IDs,Associated Ticket IDs,Associated Deal,Associated Note,Associated Note IDs,hs_object_id=external_ids.hubspot,createdate=created_at,hs_lastmodifieddate,notes_last_updated,hs_analytics_source=source,hubspot_owner_id=owner.id";

impl Signature {
    /// Header and path of each column; an empty path leaves the column out.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let system = match self.source {
            Source::Salesforce => SALESFORCE_SYSTEM,
            Source::Zoho | Source::Bigin => ZOHO_SYSTEM,
            Source::HubSpot => HUBSPOT_SYSTEM,
            _ => "",
        };
        self.columns
            .split(',')
            .chain(system.split(','))
            .filter(|column| !column.is_empty())
            .map(|column| column.split_once('=').unwrap_or((column, "")))
    }
}

/// All signatures.
pub(super) const SIGNATURES: &[Signature] = &[
    Signature {
        source: Source::Salesforce,
        subject: Subject::Company,
        marks: &["Id", "Name"],
        any_marks: &[
            "BillingStreet",
            "BillingCity",
            "BillingCountry",
            "AccountNumber",
            "AccountSource",
            "NumberOfEmployees",
        ],
        columns: "Id=external_ids.salesforce,Name=name,Type=type,ParentId=parent.id,BillingStreet=addresses.billing.street,BillingCity=addresses.billing.city,BillingState=addresses.billing.region,BillingPostalCode=addresses.billing.postal,BillingCountry=addresses.billing.country,BillingLatitude,BillingLongitude,BillingGeocodeAccuracy,ShippingStreet=addresses.shipping.street,ShippingCity=addresses.shipping.city,ShippingState=addresses.shipping.region,ShippingPostalCode=addresses.shipping.postal,ShippingCountry=addresses.shipping.country,ShippingLatitude,ShippingLongitude,ShippingGeocodeAccuracy,Phone=phones,Fax=phones.fax,AccountNumber=custom.account_number,Website=website,PhotoUrl,Sic,Industry=industry,AnnualRevenue=annual_revenue,NumberOfEmployees=size,Ownership=custom.ownership,TickerSymbol=custom.ticker_symbol,Description=description,Rating=rating,Site=custom.site,JigsawCompanyId,AccountSource=source,DunsNumber,Tradestyle,NaicsCode,NaicsDesc,YearStarted=custom.year_started,SicDesc",
    },
    Signature {
        source: Source::Salesforce,
        subject: Subject::Person,
        marks: &["Id", "LastName"],
        any_marks: &[
            "AccountId",
            "MailingStreet",
            "MailingCity",
            "ReportsToId",
            "AssistantName",
            "Birthdate",
        ],
        columns: "Id=external_ids.salesforce,AccountId=companies.id,LastName=family_name,FirstName=given_name,Salutation=salutation,Name=name,MiddleName,Suffix,OtherStreet=addresses.other.street,OtherCity=addresses.other.city,OtherState=addresses.other.region,OtherPostalCode=addresses.other.postal,OtherCountry=addresses.other.country,MailingStreet=addresses.street,MailingCity=addresses.city,MailingState=addresses.region,MailingPostalCode=addresses.postal,MailingCountry=addresses.country,Phone=phones,Fax=phones.fax,MobilePhone=phones.mobile,HomePhone=phones.home,OtherPhone=phones.other,AssistantPhone,ReportsToId=reports_to.id,Email=emails,Title=title,Department=department,AssistantName,LeadSource=source,Birthdate=birthday,Description=description,HasOptedOutOfEmail,HasOptedOutOfFax,DoNotCall=do_not_call,LastCURequestDate,LastCUUpdateDate,EmailBouncedReason,EmailBouncedDate,JigsawContactId,IndividualId,PhotoUrl,IsEmailBounced",
    },
    Signature {
        source: Source::Salesforce,
        subject: Subject::Lead,
        marks: &["Id", "LastName", "Company"],
        any_marks: &["IsConverted", "LeadSource", "Status"],
        columns: "Id=external_ids.salesforce,LastName=family_name,FirstName=given_name,Salutation=salutation,Name=name,MiddleName,Suffix,Title=title,Company=companies,Street=addresses.street,City=addresses.city,State=addresses.region,PostalCode=addresses.postal,Country=addresses.country,Latitude,Longitude,GeocodeAccuracy,Phone=phones,MobilePhone=phones.mobile,Fax=phones.fax,Email=emails,Website=website,PhotoUrl,Description=description,LeadSource=source,Status=lead_status,Industry=industry,Rating=rating,AnnualRevenue=annual_revenue,NumberOfEmployees=size,IsConverted,ConvertedDate,ConvertedAccountId,ConvertedContactId,ConvertedOpportunityId,IsUnreadByOwner,HasOptedOutOfEmail,DoNotCall=do_not_call,HasOptedOutOfFax,EmailBouncedReason,EmailBouncedDate,IndividualId,LastTransferDate",
    },
    Signature {
        source: Source::Salesforce,
        subject: Subject::Deal,
        marks: &["Id", "Name", "StageName"],
        any_marks: &[],
        columns: "Id=external_ids.salesforce,AccountId=customer.id,IsPrivate,Name=name,Description=description,StageName=stage,Amount=amount,Probability=probability,ExpectedRevenue,TotalOpportunityQuantity,CloseDate=expected_close,Type=type,NextStep=next_step,LeadSource=source,IsClosed,IsWon,ForecastCategory,ForecastCategoryName=forecast_category,CampaignId,HasOpportunityLineItem,Pricebook2Id,ContactId=people.id,LastStageChangeDate=stage_since,FiscalQuarter,FiscalYear,Fiscal,HasOpenActivity,HasOverdueTask,PushCount,LastAmountChangedHistoryId,LastCloseDateChangedHistoryId",
    },
    Signature {
        source: Source::Salesforce,
        subject: Subject::Task,
        marks: &["Id", "Subject", "ActivityDate"],
        any_marks: &["WhoId", "WhatId"],
        columns: "Id=external_ids.salesforce,WhoId=participants.id,WhatId=about.id,Subject=subject,ActivityDate=due,Status=status,Priority=priority,IsHighPriority,Description=body,AccountId,IsClosed,IsArchived,CallDurationInSeconds,CallType,CallDisposition=outcome,CallObject,ReminderDateTime=remind_at,IsReminderSet,IsRecurrence,TaskSubtype,CompletedDateTime=done_at,WhoCount,WhatCount",
    },
    Signature {
        source: Source::Salesforce,
        subject: Subject::Note,
        marks: &["Id", "ParentId", "Title", "Body"],
        any_marks: &[],
        columns: "Id=external_ids.salesforce,ParentId=about.id,Title=subject,Body=body,IsPrivate",
    },
    Signature {
        source: Source::Salesforce,
        subject: Subject::Product,
        marks: &["Id", "Name", "ProductCode"],
        any_marks: &[],
        columns: "Id=external_ids.salesforce,Name=name,ProductCode=code,Description=description,IsActive=active,Family=category,ExternalDataSourceId,ExternalId,DisplayUrl,QuantityUnitOfMeasure,IsArchived,StockKeepingUnit",
    },
    Signature {
        source: Source::Salesforce,
        subject: Subject::Owner,
        marks: &["Id", "Username", "LastName"],
        any_marks: &[],
        columns: "Id=external_ids.salesforce,Username,LastName,FirstName,Name=name,Email=email,IsActive=active,Title,Alias,TimeZoneSidKey,LocaleSidKey,LanguageLocaleKey,ProfileId,UserRoleId,ManagerId,Department,Phone,MobilePhone",
    },
    Signature {
        source: Source::SalesforceReport,
        subject: Subject::Deal,
        marks: &["Opportunity Name"],
        any_marks: &[
            "Opportunity Owner",
            "Fiscal Period",
            "Stage",
            "Probability (%)",
        ],
        columns: "Opportunity Owner=owner,Account Name=customer,Opportunity Name=name,Stage=stage,Fiscal Period,Amount=amount,Amount Currency=currency,Expected Revenue,Probability (%)=probability,Age,Close Date=expected_close,Created Date=created_at,Next Step=next_step,Lead Source=source,Type=type,Opportunity Type=type,Owner Role,Opportunity ID=external_ids.salesforce,Account ID=customer.id,Contact ID=people.id,Description=description,Last Activity,Last Modified Date,Closed,Won,Deleted=deleted,Forecast Category=forecast_category,Has Line Item,Campaign ID,Primary Campaign Source,Product Name=lines.product,Quantity=lines.quantity,Competitor,Partner Account",
    },
    Signature {
        source: Source::SalesforceReport,
        subject: Subject::Person,
        marks: &["Last Name"],
        any_marks: &[
            "Mailing Street",
            "Mailing City",
            "Mailing State/Province",
            "Mailing Zip/Postal Code",
            "Mailing Country",
            "Account Owner",
            "Contact Owner",
        ],
        columns: "Salutation=salutation,First Name=given_name,Last Name=family_name,Title=title,Department=department,Account Name=companies,Account ID=companies.id,Contact ID=external_ids.salesforce,Account Owner,Contact Owner=owner,Mailing Street=addresses.street,Mailing City=addresses.city,Mailing State/Province=addresses.region,Mailing Zip/Postal Code=addresses.postal,Mailing Country=addresses.country,Other Street=addresses.other.street,Other City=addresses.other.city,Other State/Province=addresses.other.region,Other Zip/Postal Code=addresses.other.postal,Other Country=addresses.other.country,Phone=phones,Mobile=phones.mobile,Fax=phones.fax,Home Phone=phones.home,Other Phone=phones.other,Email=emails,Birthdate=birthday,Lead Source=source,Description=description,Do Not Call=do_not_call,Email Opt Out,Created Date=created_at,Last Activity,Last Modified Date,Reports To=reports_to",
    },
    Signature {
        source: Source::SalesforceReport,
        subject: Subject::Company,
        marks: &["Account Name"],
        any_marks: &[
            "Billing Street",
            "Billing City",
            "Billing State/Province",
            "Billing Zip/Postal Code",
            "Billing Country",
            "Account Owner",
            "Parent Account",
            "Parent Account ID",
            "Account Type",
        ],
        columns: "Account Name=name,Account ID=external_ids.salesforce,Account Owner=owner,Account Type=type,Type=type,Parent Account=parent,Parent Account ID=parent.id,Billing Street=addresses.billing.street,Billing City=addresses.billing.city,Billing State/Province=addresses.billing.region,Billing Zip/Postal Code=addresses.billing.postal,Billing Country=addresses.billing.country,Shipping Street=addresses.shipping.street,Shipping City=addresses.shipping.city,Shipping State/Province=addresses.shipping.region,Shipping Zip/Postal Code=addresses.shipping.postal,Shipping Country=addresses.shipping.country,Phone=phones,Fax=phones.fax,Website=website,Industry=industry,Annual Revenue=annual_revenue,Employees=size,Rating=rating,Account Source=source,Description=description,Account Number=custom.account_number,Account Site=custom.site,Ownership=custom.ownership,Ticker Symbol=custom.ticker_symbol,Created Date=created_at,Last Activity,Last Modified Date",
    },
    Signature {
        source: Source::SalesforceReport,
        subject: Subject::Lead,
        marks: &["Last Name"],
        any_marks: &["Lead Owner", "Lead Status", "Company / Account", "Lead ID"],
        columns: "Lead ID=external_ids.salesforce,Lead Owner=owner,Salutation=salutation,First Name=given_name,Last Name=family_name,Title=title,Company / Account=companies,Company=companies,Email=emails,Phone=phones,Mobile=phones.mobile,Fax=phones.fax,Website=website,Street=addresses.street,City=addresses.city,State/Province=addresses.region,Zip/Postal Code=addresses.postal,Country=addresses.country,Lead Source=source,Lead Status=lead_status,Status=lead_status,Industry=industry,Rating=rating,Annual Revenue=annual_revenue,No. of Employees=size,Description=description,Created Date=created_at,Converted,Unread,Last Activity,Last Modified Date",
    },
    Signature {
        source: Source::HubSpot,
        subject: Subject::Person,
        marks: &["Record ID"],
        any_marks: &[
            "First Name",
            "Last Name",
            "Contact owner",
            "Lifecycle Stage",
        ],
        columns: "Record ID=external_ids.hubspot,Record ID - Contact=external_ids.hubspot,First Name=given_name,Last Name=family_name,Email=emails,Phone Number=phones,Mobile Phone Number=phones.mobile,Fax Number=phones.fax,Contact owner=owner,Lead Status=lead_status,Lifecycle Stage=lifecycle,Job Title=title,Company Name=companies,Associated Company=companies,Associated Company IDs=companies.id,Primary Associated Company ID=companies.id,Associated Company IDs (Primary),City=addresses.city,State/Region=addresses.region,Country/Region=addresses.country,Postal Code=addresses.postal,Street Address=addresses.street,Website URL=website,LinkedIn URL=custom.linkedin_url,Unsubscribed from all email,Date of birth=birthday,Salutation=salutation,Industry=industry,Preferred language=preferred_language,Became a Customer Date=custom.customer_since,Likelihood to close,Contact priority,Buying Role,Favorite Content Topics,Preferred channels,hs_object_hash,Message=description,Additional email addresses=emails.other,firstname=given_name,lastname=family_name,phone=phones,mobilephone=phones.mobile,hs_lead_status=lead_status,lifecyclestage=lifecycle,jobtitle=title,company=companies,zip=addresses.postal,state=addresses.region,country=addresses.country,address=addresses.street,website=website",
    },
    Signature {
        source: Source::HubSpot,
        subject: Subject::Person,
        marks: &["hs_object_id"],
        any_marks: &["firstname", "lastname"],
        columns: "firstname=given_name,lastname=family_name,email=emails,phone=phones,mobilephone=phones.mobile,hs_lead_status=lead_status,lifecyclestage=lifecycle,jobtitle=title,company=companies,associatedcompanyid=companies.id,city=addresses.city,zip=addresses.postal,state=addresses.region,country=addresses.country,address=addresses.street,website=website,hs_linkedin_url=custom.linkedin_url,hs_email_optout,hs_marketable_status,date_of_birth=birthday,salutation=salutation,industry=industry",
    },
    Signature {
        source: Source::HubSpot,
        subject: Subject::Company,
        marks: &["Record ID", "Company name"],
        any_marks: &[
            "Company owner",
            "Company Domain Name",
            "Number of Employees",
            "Annual Revenue",
        ],
        columns: "Record ID=external_ids.hubspot,Company name=name,Company Domain Name=domain,Company owner=owner,Phone Number=phones,Website URL=website,Industry=industry,Street Address=addresses.street,Street Address 2,City=addresses.city,State/Region=addresses.region,Country/Region=addresses.country,Postal Code=addresses.postal,Number of Employees=size,Annual Revenue=annual_revenue,LinkedIn Company Page=custom.linkedin_url,Lifecycle Stage=lifecycle,Lead Status=lead_status,Type=type,Description=description,About Us,Parent Company=parent,Associated Contact,Associated Contact IDs,Year Founded=custom.year_founded,Ideal Customer Profile Tier,Target Account,Facebook Company Page,Twitter Handle",
    },
    Signature {
        source: Source::HubSpot,
        subject: Subject::Deal,
        marks: &["Record ID", "Deal Name"],
        any_marks: &[],
        columns: "Record ID=external_ids.hubspot,Deal Name=name,Amount=amount,Amount in company currency,Close Date=expected_close,Deal Stage=stage,Pipeline=pipeline,Deal owner=owner,Deal Type=type,Associated Company IDs (Primary)=customer.id,Associated Company (Primary)=customer,Associated Company=customer,Associated Company IDs=customer.id,Associated Contact=people,Associated Contact IDs=people.id,Deal Description=description,Next step=next_step,Closed Lost Reason=lost_reason,Closed Won Reason,Deal probability=probability,Forecast category=forecast_category,Forecast amount,Weighted amount,Priority=custom.priority,Deal Score,Is Deal Closed?,Is Closed Won,Days to close,Annual recurring revenue,Monthly recurring revenue,Total contract value,dealname=name,closedate=expected_close,dealstage=stage,dealtype=type",
    },
    Signature {
        source: Source::HubSpot,
        subject: Subject::Product,
        marks: &["Record ID", "Unit price"],
        any_marks: &[],
        columns: "Record ID=external_ids.hubspot,Name=name,SKU=code,Unit price=price,Unit cost=cost,Product description=description,Product Type=category,Term,URL",
    },
    Signature {
        source: Source::HubSpot,
        subject: Subject::Task,
        marks: &["Task title"],
        any_marks: &["Task status", "Due date", "Task type"],
        columns: "Record ID=external_ids.hubspot,Task title=subject,Task body=body,Task notes=body,Due date=due,Task status=status,Task type,Assigned to=owner,Completion date=done_at,Completed at=done_at,Priority=priority,Associated Contact=participants,Associated Contact IDs=participants.id,Associated Company=about,Associated Company IDs=about.id",
    },
    Signature {
        source: Source::HubSpot,
        subject: Subject::Activity,
        marks: &["Activity type", "Activity date"],
        any_marks: &[],
        columns: "Record ID=external_ids.hubspot,Activity type=kind,Title=subject,Body=body,Activity date=at,Activity assigned to=owner,Associated Contact IDs=participants.id,Associated Contact=participants,Associated Company IDs=about.id,Associated Company=about,Duration=duration,Call outcome=outcome,Meeting outcome=outcome",
    },
    Signature {
        source: Source::Zoho,
        subject: Subject::Person,
        marks: &["Record Id", "Last Name"],
        any_marks: &[
            "Contact Owner",
            "Contact Owner.id",
            "Account Name.id",
            "Mailing Street",
            "Contact Name",
        ],
        columns: "Record Id=external_ids.zoho,Contact Owner.id,Contact Owner=owner,Lead Source=source,First Name=given_name,Last Name=family_name,Account Name.id=companies.id,Account Name=companies,Vendor Name.id,Vendor Name,Email=emails,Title=title,Department=department,Phone=phones,Home Phone=phones.home,Other Phone=phones.other,Mobile=phones.mobile,Fax=phones.fax,Assistant,Asst Phone,Date of Birth=birthday,Contact Name=name,Mailing Street=addresses.street,Mailing City=addresses.city,Mailing State=addresses.region,Mailing Zip=addresses.postal,Mailing Country=addresses.country,Other Street=addresses.other.street,Other City=addresses.other.city,Other State=addresses.other.region,Other Zip=addresses.other.postal,Other Country=addresses.other.country,Description=description,Email Opt Out,Salutation=salutation,Secondary Email=emails.other,Reporting To.id=reports_to.id,Reporting To=reports_to,Skype ID,Twitter,First Visit,Visitor Score,Referrer,Average Time Spent (Minutes),Most Recent Visit,First Page Visited,Number Of Chats,Days Visited,Full Name=name",
    },
    Signature {
        source: Source::Zoho,
        subject: Subject::Company,
        marks: &["Record Id", "Account Name"],
        any_marks: &[
            "Account Owner",
            "Account Owner.id",
            "Billing Street",
            "Billing City",
            "Account Type",
            "Billing Address - City",
        ],
        columns: "Record Id=external_ids.zoho,Account Owner.id,Account Owner=owner,Account Name=name,Phone=phones,Fax=phones.fax,Parent Account.id=parent.id,Parent Account=parent,Website=website,Account Type=type,Industry=industry,Billing Street=addresses.billing.street,Billing City=addresses.billing.city,Billing State=addresses.billing.region,Billing Code=addresses.billing.postal,Billing Country=addresses.billing.country,Billing Address - Street=addresses.billing.street,Billing Address - City=addresses.billing.city,Billing Address - State / Province=addresses.billing.region,Billing Address - Postal Code=addresses.billing.postal,Billing Address - Country / Region=addresses.billing.country,Shipping Street=addresses.shipping.street,Shipping City=addresses.shipping.city,Shipping State=addresses.shipping.region,Shipping Code=addresses.shipping.postal,Shipping Country=addresses.shipping.country,Description=description,Account Number=custom.account_number,Account Site=custom.site,Annual Revenue=annual_revenue,Employees=size,Ownership=custom.ownership,Rating=rating,SIC Code,Ticker Symbol=custom.ticker_symbol",
    },
    Signature {
        source: Source::Zoho,
        subject: Subject::Deal,
        marks: &["Record Id", "Stage"],
        any_marks: &[
            "Deal Name",
            "Potential Name",
            "Deal Owner",
            "Potential Owner",
        ],
        columns: "Record Id=external_ids.zoho,Deal Owner.id,Deal Owner=owner,Potential Owner.id,Potential Owner=owner,Amount=amount,Deal Name=name,Potential Name=name,Closing Date=expected_close,Account Name.id=customer.id,Account Name=customer,Stage=stage,Type=type,Probability (%)=probability,Probability=probability,Next Step=next_step,Lead Source=source,Campaign Source.id,Campaign Source,Contact Name.id=people.id,Contact Name=people,Expected Revenue,Pipeline=pipeline,Reason For Loss=lost_reason,Reason For Loss__s=lost_reason,Description=description,Overall Sales Duration,Sales Cycle Duration,Lead Conversion Time,Stage Modified Time=stage_since",
    },
    Signature {
        source: Source::Zoho,
        subject: Subject::Lead,
        marks: &["Lead Owner", "Last Name", "Company"],
        any_marks: &[],
        columns: "Record Id=external_ids.zoho,Lead Owner.id,Lead Owner=owner,Salutation=salutation,First Name=given_name,Title=title,Last Name=family_name,Lead Name=name,Full Name=name,Company=companies,Lead Source=source,Industry=industry,Annual Revenue=annual_revenue,Phone=phones,Mobile=phones.mobile,Fax=phones.fax,Email=emails,Secondary Email=emails.other,Skype ID,Website=website,Lead Status=lead_status,Rating=rating,No. of Employees=size,Email Opt Out,Street=addresses.street,City=addresses.city,State=addresses.region,Zip Code=addresses.postal,Country=addresses.country,Description=description,Twitter,Converted Date Time,Is Converted",
    },
    Signature {
        source: Source::Zoho,
        subject: Subject::Product,
        marks: &["Record Id", "Product Name"],
        any_marks: &["Product Code", "Unit Price", "Product Owner"],
        columns: "Record Id=external_ids.zoho,Product Owner.id,Product Owner=owner,Product Name=name,Product Code=code,Product Active=active,Unit Price=price,Product Category=category,Description=description,Manufacturer,Vendor Name,Qty in Stock,Taxable",
    },
    Signature {
        source: Source::Zoho,
        subject: Subject::Task,
        marks: &["Subject", "Due Date", "Task Owner"],
        any_marks: &[],
        columns: "Record Id=external_ids.zoho,Task Owner.id,Task Owner=owner,Subject=subject,Due Date=due,Contact Name.id=participants.id,Contact Name=participants,Related To.id=about.id,Related To=about,Status=status,Priority=priority,Description=body,Closed Time=done_at,Reminder=remind_at",
    },
    Signature {
        source: Source::Zoho,
        subject: Subject::Note,
        marks: &["Note Title", "Note Content"],
        any_marks: &[],
        columns: "Record Id=external_ids.zoho,Note Title=subject,Note Content=body,Parent Id.id=about.id,Parent Id=about,Note Owner.id,Note Owner=owner",
    },
    Signature {
        source: Source::Bigin,
        subject: Subject::Deal,
        marks: &["Deal Id"],
        any_marks: &["Sub-Pipeline", "Deal Owner.id", "Pipeline.id"],
        columns: "Deal Id=external_ids.bigin,Deal Owner.id,Deal Owner=owner,Deal Name=name,Company Name.id=customer.id,Company Name=customer,Contact Name.id=people.id,Contact Name=people,Sub-Pipeline,Pipeline.id,Pipeline=pipeline,Stage=stage,Amount=amount,Closing Date=expected_close,Probability=probability,Expected Revenue,Description=description,Associated Products=lines.product",
    },
    Signature {
        source: Source::Bigin,
        subject: Subject::Person,
        marks: &["Contact Id", "Last Name"],
        any_marks: &[
            "Contact Owner",
            "Contact Owner.id",
            "Company Name.id",
            "Company Name",
        ],
        columns: "Contact Id=external_ids.bigin,Contact Owner.id,Contact Owner=owner,First Name=given_name,Last Name=family_name,Contact Name=name,Company Name.id=companies.id,Company Name=companies,Title=title,Email=emails,Phone=phones,Mobile=phones.mobile,Home Phone=phones.home,Mailing Street=addresses.street,Mailing City=addresses.city,Mailing State=addresses.region,Mailing Zip=addresses.postal,Mailing Country=addresses.country,Description=description,Email Opt Out",
    },
    Signature {
        source: Source::Bigin,
        subject: Subject::Company,
        marks: &["Company Id", "Company Name"],
        any_marks: &[],
        columns: "Company Id=external_ids.bigin,Company Owner.id,Company Owner=owner,Company Name=name,Phone=phones,Website=website,Billing Street=addresses.street,Billing City=addresses.city,Billing State=addresses.region,Billing Code=addresses.postal,Billing Country=addresses.country,Description=description",
    },
    Signature {
        source: Source::AtomicCrm,
        subject: Subject::Person,
        marks: &["first_name", "last_name"],
        any_marks: &["email_work", "phone_work", "has_newsletter", "first_seen"],
        columns: "id=external_ids.atomic,first_name=given_name,last_name=family_name,gender,title=title,background=description,first_seen=created_at,last_seen,has_newsletter,status=custom.status,tags=tags,linkedin_url=custom.linkedin_url,company=companies,company_id=companies.id,sales,sales_id=owner.id,email_work=emails.work,email_home=emails.home,email_other=emails.other,phone_work=phones.work,phone_home=phones.home,phone_other=phones.other,avatar,nb_tasks",
    },
    Signature {
        source: Source::Twenty,
        subject: Subject::Person,
        marks: &["Name / First Name"],
        any_marks: &[
            "Emails / Primary Email",
            "Name / Last Name",
            "Phones / Primary Phone Number",
        ],
        columns: "Id=external_ids.twenty,Name / First Name=given_name,Name / Last Name=family_name,Emails / Primary Email=emails,Emails / Additional Emails=emails.other,Phones / Primary Phone=phones,Phones / Primary Phone Number=phones,Phones / Primary Phone Country Code,Phones / Primary Phone Calling Code,Phones / Additional Phones=phones.other,Job Title=title,City=addresses.city,Linkedin / Link URL=custom.linkedin_url,Linkedin / Link Label,X / Link URL,X / Link Label,Company / Id=companies.id,Company / Name=companies,Company Id=companies.id,Avatar,Created by / Source,Created by / Name,Creation date=created_at,Last update,Deleted at",
    },
    Signature {
        source: Source::Twenty,
        subject: Subject::Company,
        marks: &["Name"],
        any_marks: &[
            "Domain Name / Link URL",
            "Annual Recurring Revenue / Amount",
            "Address / Address 1",
            "ARR / Amount",
        ],
        columns: "Id=external_ids.twenty,Name=name,Domain Name / Link URL=website,Domain Name / Link Label,Address / Address 1=addresses.street,Address / Address 2,Address / City=addresses.city,Address / State=addresses.region,Address / Post Code=addresses.postal,Address / Country=addresses.country,Employees=size,Linkedin / Link URL=custom.linkedin_url,Linkedin / Link Label,Annual Recurring Revenue / Amount=annual_revenue,Annual Recurring Revenue / Currency=currency,ARR / Amount=annual_revenue,ARR / Currency=currency,ICP,Ideal Customer Profile,Account Owner / Id,Account Owner Id,Created by / Source,Creation date=created_at,Last update,Deleted at",
    },
    Signature {
        source: Source::Twenty,
        subject: Subject::Deal,
        marks: &["Name", "Stage"],
        any_marks: &[
            "Amount / Amount",
            "Point of Contact Id",
            "Point of Contact / Id",
        ],
        columns: "Id=external_ids.twenty,Name=name,Amount / Amount=amount,Amount / Currency=currency,Close date=expected_close,Stage=stage,Point of Contact / Id=people.id,Point of Contact Id=people.id,Company / Id=customer.id,Company Id=customer.id,Company / Name=customer,Owner / Id,Created by / Source,Creation date=created_at,Last update,Deleted at",
    },
];
