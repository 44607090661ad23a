using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;
using PiiGuard.Analyzers.Endpoints;
using PiiGuard.Analyzers.Shapes;
using PiiGuard.Contracts;

namespace PiiGuard.Analyzers.Rules;

/// <summary>Compares what endpoints return with what the contract declares, and remembers it for the search for stale lines.</summary>
internal sealed class ExposureReporter(PersonalPaths paths, SerializerSettings serializers, IReadOnlyList<ContractFile> contracts, RequestParameters parameters, OpenRoots openRoots, KnownSymbols known)
{
    /// <summary>How many paths a message names; the properties of the diagnostic carry them all.</summary>
    private const int NamedPaths = 60;

    private readonly HashSet<ExposureKey> _declared = [.. contracts.SelectMany(c => c.Contract.Entries).Select(e => e.Key)];
    private readonly HashSet<ExposureKey> _declaredForAnyone = [.. contracts.SelectMany(c => c.Contract.Entries).Where(e => e.IsAnonymous).Select(e => e.Key)];
    private readonly ConcurrentDictionary<string, byte> _anonymous = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ExposureKey, byte> _found = [];
    private readonly ConcurrentDictionary<string, bool> _complete = new(StringComparer.Ordinal);

    public void Report(Endpoint endpoint, ResponseBodies bodies, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var fillings = new Fillings(bodies.Fillings, bodies.Mentions);
        var exact = new HashSet<ITypeSymbol>(bodies.ExactTypes, SymbolEqualityComparer.Default);
        var sent = Sent(bodies.Types, byResult: false).Concat(Sent(bodies.ResultTypes, byResult: true)).ToList();
        var shapes = sent.Select(s => s.Shape)
            .Concat(bodies.Texts.Select(t => paths.Of(t.Type, isExact: false, t.Serializer, fillings, cancellation)))
            .Concat(bodies.Bare.Select(b => paths.Of(b, serializers.AllOf(endpoint, byResult: false).First()))).ToList();
        var complete = bodies.Complete && shapes.TrueForAll(s => s.Complete);
        _complete.AddOrUpdate(endpoint.Name, complete, (_, before) => before && complete);
        if (!complete && endpoint.Location.IsInSource)
        {
            var properties = ImmutableDictionary<string, string?>.Empty.Add(DiagnosticKeys.Endpoint, endpoint.Name);
            report(Diagnostic.Create(Descriptors.NotEvaluable, endpoint.Location, properties, endpoint.Name, bodies.Complete ? "some value in it is known at run time only" : "what its handler sends is not told by a type"));
        }

        if (endpoint.IsAnonymous)
        {
            _anonymous.TryAdd(endpoint.Name, 0);
        }

        var accepted = endpoint.IsAnonymous ? _declaredForAnyone : _declared;
        var undeclared = new SortedDictionary<string, PersonalPath>(StringComparer.Ordinal);
        foreach (var found in shapes.SelectMany(s => s.Found))
        {
            var key = new ExposureKey(endpoint.Name, found.Path, found.Category);
            if (contracts.Count > 0)
            {
                _found.TryAdd(key, 0); // for the search for stale lines
            }

            // A path of two meanings (in two branches) is two lines of the contract.
            var name = found.Path + "\n" + found.Category;
            if (!accepted.Contains(key) && (!undeclared.TryGetValue(name, out var before) || (before.RunTimeType is not null && found.RunTimeType is null)))
            {
                undeclared[name] = found;
            }
        }

        if (!endpoint.Location.IsInSource)
        {
            return;
        }

        ReportEntities(endpoint, shapes, report);
        foreach (var (type, serializer, _) in sent.Where(s => s.Shape.Found.Count > 0 && !exact.Contains(s.Type)))
        {
            openRoots.Report(type, serializer, report);
        }

        ReportUrl(endpoint, report);
        ReportAccess(endpoint, shapes, bodies, report);

        if (undeclared.Count == 0)
        {
            return;
        }

        // Each path is reported once, by the rule that says most of it.
        var declared = DeclaredPaths(endpoint, bodies, fillings, cancellation);
        foreach (var group in undeclared.Values.GroupBy(path => (Rule: RuleOf(path, declared, endpoint.IsAnonymous), path.Writer)))
        {
            Report(group.Key.Rule, endpoint, [.. group], group.Key.Writer, undeclared.Values.Select(p => p.Path).Distinct(), report);
        }

        IEnumerable<(ITypeSymbol Type, Serializer Serializer, ShapeWalk Shape)> Sent(IReadOnlyCollection<ITypeSymbol> types, bool byResult) =>
            from serializer in serializers.AllOf(endpoint, byResult)
            from type in types
            select (type, serializer, paths.Of(type, exact.Contains(type), serializer, fillings, cancellation));
    }

    /// <summary>An entity in a response grows with the table: a contract that declares today's columns does not make it a good answer.</summary>
    private static void ReportEntities(Endpoint endpoint, IEnumerable<ShapeWalk> shapes, Action<Diagnostic> report)
    {
        var entities = shapes.SelectMany(s => s.Entities).Select(e => e.Name).Distinct().OrderBy(n => n, StringComparer.Ordinal).ToList();
        if (entities.Count > 0)
        {
            var properties = ImmutableDictionary<string, string?>.Empty.Add(DiagnosticKeys.Endpoint, endpoint.Name);
            report(Diagnostic.Create(Descriptors.PersistenceEntity, endpoint.Location, properties, endpoint.Name, string.Join(", ", entities)));
        }
    }

    private void ReportUrl(Endpoint endpoint, Action<Diagnostic> report)
    {
        var personal = string.Join(", ", parameters.PersonalOf(endpoint).Select(p => $"{p.Name} ({p.Category})"));
        if (personal.Length > 0)
        {
            report(Diagnostic.Create(Descriptors.PersonalUrl, endpoint.Location, ImmutableDictionary<string, string?>.Empty.Add(DiagnosticKeys.Endpoint, endpoint.Name), endpoint.Name, personal));
        }
    }

    /// <summary>Whose data a caller can name, and how much of it: a contract that declares the fields says nothing of that.</summary>
    private void ReportAccess(Endpoint endpoint, IReadOnlyCollection<ShapeWalk> shapes, ResponseBodies bodies, Action<Diagnostic> report)
    {
        var found = shapes.SelectMany(s => s.Found).Where(f => f.RunTimeType is null).Select(f => f.Path).Distinct().OrderBy(p => p, StringComparer.Ordinal).ToList();
        if (found.Count == 0 || endpoint.Kind is not (EndpointKind.Mvc or EndpointKind.Minimal))
        {
            return;
        }

        var properties = ImmutableDictionary<string, string?>.Empty.Add(DiagnosticKeys.Endpoint, endpoint.Name);
        if ((bodies.Checks & HandlerChecks.AsksCaller) == 0 && parameters.GuessableKeyOf(endpoint) is { } key)
        {
            report(Diagnostic.Create(Descriptors.GuessableKey, endpoint.Location, properties, endpoint.Name, key));
        }

        if ((bodies.Checks & HandlerChecks.BoundsList) == 0 && (bodies.IsStream ? found[0] : ListOf(found)) is { } list)
        {
            report(Diagnostic.Create(Descriptors.UnboundedList, endpoint.Location, properties, endpoint.Name, list));
        }
    }

    /// <summary>A path into a list that is the body, or all that is personal in it; a list of values (<c>phones[]</c>) may be one person's.</summary>
    private static string? ListOf(List<string> paths)
    {
        var start = paths[0].IndexOf("[].", StringComparison.Ordinal);
        return start >= 0 && paths[0].IndexOf('.') == start + 2 && paths.TrueForAll(p => string.Compare(p, 0, paths[0], 0, start + 3, StringComparison.OrdinalIgnoreCase) == 0) ? paths[0] : null;
    }

    private static DiagnosticDescriptor RuleOf(PersonalPath path, HashSet<string>? declared, bool isAnonymous) =>
        path.Category == PiiCategory.Credential ? Descriptors.Credential
        : path.RunTimeType is not null ? Descriptors.RunTimeTypeAdds
        : isAnonymous ? Descriptors.AnonymousExposure
        : path.IsIgnoredElsewhere ? Descriptors.IgnoredElsewhere
        : declared?.Contains(path.Path) == false && IsOfMember(path.Path) ? Descriptors.SentTypeAdds // a text that is the body is what was declared
        : Descriptors.UndeclaredPersonalData;

    private static bool IsOfMember(string path) => WirePath.TryParse(path, out var steps) && steps.Any(s => s.Kind == WireStepKind.Property);

    /// <summary>The paths that the declared type has, without the lists that stand around the root of both; null where nothing is declared.</summary>
    private HashSet<string>? DeclaredPaths(Endpoint endpoint, ResponseBodies bodies, Fillings fillings, CancellationToken cancellation) => bodies.Declared is null
        ? null
        : new(bodies.Declared.SelectMany(t => serializers.AllOf(endpoint, byResult: false).SelectMany(s => paths.Of(t, isExact: false, s, fillings, cancellation).Found)).Where(p => p.RunTimeType is null).Select(p => p.Path), StringComparer.Ordinal);

    private void Report(DiagnosticDescriptor rule, Endpoint endpoint, IReadOnlyCollection<PersonalPath> paths, SerializerKind writer, IEnumerable<string> undeclared, Action<Diagnostic> report)
    {
        var members = paths.Where(p => known.IsOurs(p.Member)).Select(p => p.Member).Distinct(SymbolEqualityComparer.Default).ToList();
        var properties = ImmutableDictionary.CreateBuilder<string, string?>();
        properties[DiagnosticKeys.Endpoint] = endpoint.Name;
        properties[DiagnosticKeys.Serializer] = writer.ToString();
        properties[DiagnosticKeys.Members] = string.Join(";", paths.Select(p => members.IndexOf(p.Member) is >= 0 and var at ? at.ToString(CultureInfo.InvariantCulture) : ""));
        properties[DiagnosticKeys.Undeclared] = string.Join(";", undeclared);
        properties[DiagnosticKeys.Paths] = string.Join(";", paths.Select(p => p.Path));
        properties[DiagnosticKeys.Categories] = string.Join(";", paths.Select(p => p.Category));
        properties[DiagnosticKeys.Reasons] = string.Join("\n", paths.Select(p => p.Reason));
        if (endpoint.IsAnonymous)
        {
            properties[DiagnosticKeys.Access] = "anonymous";
        }

        var named = string.Join(", ", paths.Take(NamedPaths).Select(p =>
            $"{p.Path} ({p.Category}{(p.RunTimeType is null ? "" : ", " + p.RunTimeType)}{(rule != Descriptors.AnonymousExposure && _declared.Contains(new(endpoint.Name, p.Path, p.Category)) ? ", but not for anonymous callers" : "")})"));
        var more = paths.Count > NamedPaths ? $" and {paths.Count - NamedPaths} more" : "";
        report(Diagnostic.Create(rule, endpoint.Location, members.Select(m => m!.Locations[0]), properties.ToImmutable(), endpoint.Name, named + more));
    }

    /// <summary>
    /// Reports the lines that no endpoint needs. An endpoint that could not be evaluated keeps its lines, and what an earlier line
    /// declares is PII4003's.
    /// </summary>
    public void ReportStale(Action<Diagnostic> report)
    {
        foreach (var file in contracts)
        {
            var duplicates = new HashSet<int>(file.Contract.Duplicates().Select(d => d.Entry.Line));
            foreach (var entry in file.Contract.Entries.Where(e => e.IsAnonymous && _found.ContainsKey(e.Key) && !_anonymous.ContainsKey(e.Endpoint)))
            {
                report(Diagnostic.Create(
                    Descriptors.StaleContractLine, file.Locate(entry.Line), entry.Line, entry.Endpoint, entry.Path, entry.Category, " for anonymous callers, but the code does not let them in; delete 'anonymous'"));
            }

            foreach (var entry in file.Contract.Entries.Where(e => !_found.ContainsKey(e.Key) && (!_complete.TryGetValue(e.Endpoint, out var complete) || complete) && !duplicates.Contains(e.Line)))
            {
                report(Diagnostic.Create(Descriptors.StaleContractLine, file.Locate(entry.Line), entry.Line, entry.Endpoint, entry.Path, entry.Category, ", but no endpoint returns it; delete the line" + HintFor(entry.Endpoint)));
            }
        }
    }

    /// <summary>A router does not care for case, and a route is copied from the code with its constraints: the contract has one form of each.</summary>
    private string HintFor(string endpoint)
    {
        var space = endpoint.IndexOf(' ');
        var plain = space < 0 ? endpoint : endpoint.Substring(0, space + 1) + Route.Combine("", endpoint.Substring(space + 1));
        return !_complete.ContainsKey(endpoint) && _complete.Keys.Where(e => string.Equals(e, plain, StringComparison.OrdinalIgnoreCase)).Min() is { } written
            ? $", or write '{written}' as the code does"
            : "";
    }
}
