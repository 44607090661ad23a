using Microsoft.Extensions.Configuration;
using Microsoft.Net.Http.Headers;
using PiiGuard.Classification;
using PiiGuard.Contracts;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Responses;
using PiiGuard.Gateway.Routing;
using PiiGuard.Lexicon;
using PiiGuard.Redaction;
using PiiGuard.Taxonomy;

namespace PiiGuard.Gateway.Policies;

/// <summary>Makes a snapshot from the section <c>PiiGuard</c> (<c>docs/gateway.md</c>), or names every mistake.</summary>
/// <param name="contentRoot">Folder to which file names are relative.</param>
/// <param name="fallbackDigestKey">Digest key when none is configured: random, so that digests mean nothing after a restart.</param>
internal sealed class PolicyReader(string contentRoot, ReadOnlyMemory<byte> fallbackDigestKey)
{
    public PolicySnapshot Read(IConfigurationSection section, int version)
    {
        List<ConfigurationMistake> mistakes = [];
        var root = new SectionReader(section, mistakes);
        var store = StoreReader.Read(root.Section("Store"), contentRoot, root.Text("DigestKey") is not null);
        var tiers = root.Sections("Tiers").Select(s => ReadTier(s, store)).ToDictionary(t => t.Name, StringComparer.OrdinalIgnoreCase);
        if (tiers.Count == 0)
        {
            root.Mistake("Tiers", "at least one tier is needed");
        }

        var subjectKeys = root.Texts("SubjectKeys");
        if (subjectKeys.Count == 0)
        {
            root.Mistake("SubjectKeys", "at least one property name is needed, by which a customer is known (for example 'customerId')");
        }

        foreach (var twice in subjectKeys.GroupBy(NameFolding.Fold).Where(g => g.Count() > 1))
        {
            root.Mistake("SubjectKeys", $"'{string.Join("' and '", twice)}' are one name: case and separators do not count");
        }

        foreach (var path in root.Texts("SubjectPaths").Where(p => !p.Contains('{')))
        {
            root.Mistake("SubjectPaths", $"'{path}' has no parameter that names a customer; expected one such as '/customers/{{customerId}}'");
        }

        var limits = root.Section("Limits");
        var digestKey = ReadDigestKey(root);
        var api = ReadLevel(root.Section("Api"));
        if (store.Nodes > 1)
        {
            api = LimitRules.OfOneGateway(root.Section("Api"), api, store.Nodes);
            tiers = tiers.ToDictionary(t => t.Key, t => OfOneGateway(root, t.Value, store.Nodes), StringComparer.OrdinalIgnoreCase);
        }

        var callers = CallerRules.ReadCallers(root, tiers, digestKey, api);
        var claims = root.Sections("ClaimCallers").Select(s => CallerRules.ReadClaimCaller(s, tiers)).ToList();
        var anonymous = CallerRules.ReadAnonymous(root.Section("Anonymous"), tiers);
        var (contracts, lexicons) = (ReadFiles(root, "ContractFiles"), ReadFiles(root, "LexiconFiles"));
        var classifier = new FieldClassifier(ReadLexicon(root, lexicons));
        var snapshot = new PolicySnapshot
        {
            Version = version,
            Fingerprint = PolicyFingerprint.Of(section, contracts.Concat(lexicons), digestKey.Span),
            Store = store,
            LongestWindow = LongestWindow(tiers.Values, api),
            Tiers = [.. tiers.Values],
            ApiKeyHeader = root.Text("ApiKeyHeader") ?? "X-Api-Key",
            ApiKeyCallers = [.. callers.Where(c => !c.IsCertificate)],
            CertificateCallers = [.. callers.Where(c => c.IsCertificate)],
            ClaimCallers = claims,
            Anonymous = anonymous,
            Api = api,
            SurplusPaths = new(root.Texts("SurplusPaths"), message => root.Mistake("SurplusPaths", message)),
            SubjectPaths = new(root.Texts("SubjectPaths"), message => root.Mistake("SubjectPaths", message)),
            SubjectQueries = root.Texts("SubjectQueries"),
            BlastRadius = new(tiers.Values, callers, claims, anonymous, api),
            SubjectKeys = subjectKeys,
            UnguardedPaths = ReadUnguarded(root),
            ForwardedHeaders = ReadForwarded(root),
            MediaTypes = ReadMediaTypes(root),
            CheckedHeaders = ReadHeaders(root, "CheckedHeaders"),
            ViewTags = root.Switch("ViewTags", false),
            Fields = FieldRulesReader.Read(root),
            Limits = ReadLimits(limits),
            MaxCallers = limits.Integer("MaxCallers", 100_000, 1, 10_000_000),
            DigestKey = digestKey,
            Endpoints = new EndpointMatcher(ReadContracts(root, contracts), classifier.NamesPerson, message => root.Mistake("ContractFiles", message)),
            Classifier = classifier,
        };
        if (root.Sections("Callers").Count == 0 && claims.Count == 0 && anonymous is null)
        {
            root.Mistake(null, "nobody could call: 'Callers', 'ClaimCallers' or 'Anonymous' is needed");
        }

        BlastRadiusRules.Check(root.Section("Ceilings"), snapshot.BlastRadius);
        foreach (var tier in root.Sections("Tiers"))
        {
            BlastRadiusRules.Check(tier.Section("Ceilings"), snapshot.BlastRadius, tier.Name);
        }

        limits.NoOtherKeys();
        root.NoOtherKeys();
        return mistakes.Count == 0 ? snapshot : throw new InvalidPolicyException(mistakes);
    }

    private static Tier ReadTier(SectionReader section, StoreRules store)
    {
        var actions = new Dictionary<PiiCategory, RedactionRule>();
        var categories = section.Section("Categories");
        foreach (var key in categories.Keys)
        {
            if (PiiTaxonomy.TryParse(key, out var category))
            {
                actions[category] = categories.Rule(key);
            }
            else
            {
                categories.Mistake(key, "is not a category" + (PiiTaxonomy.Suggest(key) is { } near ? $"; did you mean {near}?" : $"; expected {string.Join(", ", Enum.GetNames<PiiCategory>())}"));
            }
        }

        var limits = LimitRules.Read(section, isRequired: true);
        var tier = new Tier
        {
            Name = section.Name,
            Actions = actions,
            DefaultAction = section.Rule("Default"),
            OnlyListed = section.Switch("OnlyListed", false),
            Limits = limits,
            PerClient = ReadLevel(section.Section("PerClient")),
            PerOrganisation = ReadLevel(section.Section("PerOrganisation")),
            Detection = DetectionReader.Read(section.Section("Detection"), section.Section("Probation"), limits.Subjects),
            WhenDown = StoreReader.ReadWhenDown(section, store),
        };
        _ = section.Section("Ceilings"); // once the blast radius is known
        section.NoOtherKeys();
        return tier;
    }

    private static Tier OfOneGateway(SectionReader root, Tier tier, int nodes)
    {
        var section = root.Section("Tiers").Section(tier.Name);
        return tier with
        {
            Limits = LimitRules.OfOneGateway(section, tier.Limits, nodes),
            PerClient = LimitRules.OfOneGateway(section.Section("PerClient"), tier.PerClient, nodes),
            PerOrganisation = LimitRules.OfOneGateway(section.Section("PerOrganisation"), tier.PerOrganisation, nodes),
        };
    }

    /// <summary>Limits of a level that may have none.</summary>
    private static LevelLimits ReadLevel(SectionReader section)
    {
        var limits = LimitRules.Read(section, isRequired: false);
        section.NoOtherKeys();
        return limits;
    }

    private static HashSet<string> ReadMediaTypes(SectionReader root)
    {
        var types = root.Texts("MediaTypes");
        foreach (var type in types.Where(t => t.Contains('*') || !MediaTypeHeaderValue.TryParse(t, out var parsed) || parsed.Parameters.Count > 0))
        {
            root.Mistake("MediaTypes", $"'{type}' is not a media type; expected a whole one such as 'application/vnd.carrier+json', without wildcards and parameters");
        }

        return new(types is { Count: > 0 } ? types : MediaFormats.Default, StringComparer.OrdinalIgnoreCase);
    }

    private static HashSet<string> ReadHeaders(SectionReader root, string key)
    {
        const string Signs = "!#$%&'*+-.^_`|~"; // RFC 9110, section 5.6.2
        var headers = root.Texts(key);
        foreach (var header in headers.Where(h => !h.All(c => char.IsAsciiLetterOrDigit(c) || Signs.Contains(c))))
        {
            root.Mistake(key, $"'{header}' is not the name of a header");
        }

        return headers.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Headers about the very bytes of the upstream would be false of what goes out.</summary>
    private static HashSet<string> ReadForwarded(SectionReader root)
    {
        string[] ofBytes = ["Content-Encoding", "Content-Length", "Content-Type", "Content-Range", "Accept-Ranges", "ETag", "Last-Modified", "Digest", "Content-Digest", "Repr-Digest", "Content-MD5", "Signature", "Signature-Input", "Cache-Control"];
        var headers = ReadHeaders(root, "ForwardedHeaders");
        foreach (var header in headers.Intersect(ofBytes, StringComparer.OrdinalIgnoreCase))
        {
            root.Mistake("ForwardedHeaders", $"'{header}' is about the unredacted answer of the upstream and would be false of what goes out");
        }

        return headers;
    }

    private static HashSet<string> ReadUnguarded(SectionReader root)
    {
        var paths = root.Texts("UnguardedPaths");
        foreach (var path in paths.Where(p => p[0] != '/' || p.Contains('*') || p.Contains('{')))
        {
            root.Mistake("UnguardedPaths", $"'{path}' is not a path; expected a whole one such as '/health', without wildcards");
        }

        return paths.ToHashSet(StringComparer.Ordinal);
    }

    private static ResponseLimits ReadLimits(SectionReader limits) => new(
        limits.Integer("HoldBytes", 1 << 20, 1 << 10, 1 << 28),
        limits.Integer("MaxCompressionRatio", 200, 1, 10_000),
        limits.Span("FirstByte", TimeSpan.FromSeconds(100)),
        limits.Span("LastByte", TimeSpan.FromMinutes(5)),
        new RedactionLimits
        {
            MaxDepth = limits.Integer("MaxDepth", 64, 1, 1_000),
            MaxDocumentBytes = limits.Integer("MaxResponseBytes", 64 << 20, 1 << 10, int.MaxValue),
            MaxTokenBytes = limits.Integer("MaxTokenBytes", 1 << 20, 1 << 8, 1 << 28),
        });

    private ReadOnlyMemory<byte> ReadDigestKey(SectionReader root)
    {
        if (root.Text("DigestKey") is not { } text)
        {
            return fallbackDigestKey;
        }

        var key = new byte[text.Length];
        if (Convert.TryFromBase64String(text, key, out var length) && length >= 16)
        {
            return key.AsMemory(0, length);
        }

        root.Mistake("DigestKey", "is not a secret of at least 16 bytes in base64");
        return fallbackDigestKey;
    }

    private static TimeSpan LongestWindow(IEnumerable<Tier> tiers, LevelLimits api) => tiers
        .SelectMany(t => new[] { t.Limits.Subjects, t.PerClient.Subjects, t.PerOrganisation.Subjects, t.Detection.ProbationSubjects })
        .Append(api.Subjects).SelectMany(q => q).Select(q => q.Window).DefaultIfEmpty(TimeSpan.FromDays(1)).Max();

    private static List<ExposureEntry> ReadContracts(SectionReader root, List<(string Name, string Text)> files)
    {
        List<ExposureEntry> entries = [];
        foreach (var (file, text) in files)
        {
            var contract = ExposureContract.Parse(text);
            entries.AddRange(contract.Entries);
            foreach (var problem in contract.Problems)
            {
                root.Mistake("ContractFiles", $"{file}({problem.Line}): {problem.Message}");
            }
        }

        return entries;
    }

    private static PiiLexicon ReadLexicon(SectionReader root, List<(string Name, string Text)> files)
    {
        if (files.Count == 0)
        {
            return PiiLexicon.Default;
        }

        var lexicon = PiiLexicon.Default.With(files, out var problems);
        foreach (var problem in problems)
        {
            root.Mistake("LexiconFiles", problem.ToString());
        }

        return lexicon;
    }

    private List<(string Name, string Text)> ReadFiles(SectionReader root, string key)
    {
        List<(string, string)> files = [];
        foreach (var file in root.Texts(key))
        {
            try
            {
                files.Add((file, File.ReadAllText(Path.Combine(contentRoot, file))));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                root.Mistake(key, $"'{file}' cannot be read: {e.Message}");
            }
        }

        return files;
    }
}
