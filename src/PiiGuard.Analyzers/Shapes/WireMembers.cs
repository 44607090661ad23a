using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The members that a serialiser sends of a type.</summary>
internal sealed class WireMembers(KnownSymbols known)
{
    public IEnumerable<WireMember> Of(ITypeSymbol type, Serializer serializer)
    {
        var optIn = serializer.IsNewtonsoft && IsOptIn(type);
        var sent = new HashSet<string>(StringComparer.Ordinal);
        var overridden = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var types = type.TypeKind == TypeKind.Interface ? type.AllInterfaces.Cast<ITypeSymbol>().Prepend(type) : type.SelfAndBases().Where(t => t.SpecialType == SpecialType.None);
        foreach (var member in types.SelectMany(t => t.GetMembers()))
        {
            if (TypeOf(member, serializer) is not { } memberType || overridden.Contains(member) || (serializer.IsXml && !WritesXml(member, memberType, serializer)))
            {
                continue;
            }

            // An override stands for what it overrides: always for Newtonsoft.Json, where it is ignored for System.Text.Json. Of all
            // other members of one wire name the most derived is sent; a hidden one of another wire name is sent as well.
            var ignored = IsIgnored(member, serializer, optIn) || (!serializer.IsOData && IsExtensionData(member));
            for (var basis = (member as IPropertySymbol)?.OverriddenProperty; basis is not null && (ignored || serializer.IsNewtonsoft); basis = basis.OverriddenProperty)
            {
                overridden.Add(basis);
            }

            var name = WireName(member, serializer);
            if (!ignored && sent.Add(name))
            {
                yield return new(member, memberType, name, IsIgnoredElsewhere(member, serializer));
            }
        }
    }

    /// <summary>Whether an object takes further members of any name from a dictionary: <c>[JsonExtensionData]</c> of either serialiser; for OData any dictionary of objects.</summary>
    public bool HasExtensionData(ITypeSymbol type, Serializer serializer) => type.SelfAndBases().Where(t => t.SpecialType == SpecialType.None).SelectMany(t => t.GetMembers())
        .Any(m => serializer.IsOData ? m is IPropertySymbol property && known.IsDictionary(property.Type) : IsExtensionData(m));

    /// <summary>Whether a converter of the active serialiser writes what it likes.</summary>
    public bool IsConverted(ISymbol symbol, Serializer serializer) => ConverterOf(symbol, serializer) is { } attribute && !WritesValue(attribute);

    /// <summary>The attribute that names a converter to the active serialiser.</summary>
    public AttributeData? ConverterOf(ISymbol symbol, Serializer serializer) => serializer.Kind switch
    {
        SerializerKind.Newtonsoft => symbol.Attribute(known.NewtonsoftConverter),
        SerializerKind.SystemTextJson => symbol.Attribute(known.JsonConverter),
        _ => null,
    };

    /// <summary>Converters of the serialisers themselves that write the value in another form, and nothing else.</summary>
    private static bool WritesValue(AttributeData attribute) => attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Type, Value: ITypeSymbol converter } && converter is
    {
        Name: "JsonStringEnumConverter" or "JsonNumberEnumConverter" or "StringEnumConverter" or "IsoDateTimeConverter" or "UnixDateTimeConverter",
        ContainingNamespace: { } space,
    } && space.ToDisplayString() is "System.Text.Json.Serialization" or "Newtonsoft.Json.Converters";

    /// <summary>The attributes of a member, of what it overrides, and of the record parameter it comes from: what is said first counts.</summary>
    public static IEnumerable<AttributeData> AttributesOf(ISymbol member)
    {
        var attributes = member.GetAttributes().AsEnumerable();
        for (var overridden = (member as IPropertySymbol)?.OverriddenProperty; overridden is not null; overridden = overridden.OverriddenProperty)
        {
            attributes = attributes.Concat(overridden.GetAttributes());
        }

        if (member is IPropertySymbol { ContainingType.IsRecord: true } property)
        {
            var parameter = property.ContainingType.InstanceConstructors.SelectMany(c => c.Parameters)
                .FirstOrDefault(p => p.Name == property.Name && SymbolEqualityComparer.Default.Equals(p.Type, property.Type)
                    && p.ContainingSymbol.DeclaringSyntaxReferences.Any(r => property.ContainingType.DeclaringSyntaxReferences.Contains(r)
                        || property.DeclaringSyntaxReferences.Any(d => r.Span.Contains(d.Span))));
            attributes = attributes.Concat(parameter?.GetAttributes() ?? []);
        }

        return attributes;
    }

    private ITypeSymbol? TypeOf(ISymbol member, Serializer serializer) => member switch
    {
        { IsStatic: true } => null,
        IPropertySymbol { GetMethod: not null, IsIndexer: false } or IFieldSymbol { IsImplicitlyDeclared: false } when serializer.Kind == SerializerKind.DataContractXml && IsDataMember(member) =>
            (member as IPropertySymbol)?.Type ?? ((IFieldSymbol)member).Type, // private ones too
        IPropertySymbol { IsIndexer: true } or IPropertySymbol { GetMethod: null } or IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: false } => null,
        IPropertySymbol property when property.GetMethod!.DeclaredAccessibility == Accessibility.Public || IsIncluded(property, serializer) => property.Type,
        IMethodSymbol { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false, IsGenericMethod: false, OverriddenMethod: null, DeclaredAccessibility: Accessibility.Public, ReturnsVoid: false } resolver
            when serializer.Kind == SerializerKind.GraphQL => resolver.ReturnType is INamedTypeSymbol { TypeArguments.Length: 1 } task && (task.IsSame(known.TaskOfT) || task.IsSame(known.ValueTaskOfT)) ? task.TypeArguments[0] : resolver.ReturnType,
        IFieldSymbol { ContainingType.IsTupleType: true } element when element.Name != "Rest" && !SymbolEqualityComparer.Default.Equals(element.CorrespondingTupleField, element) => null, // another name of one of those
        IFieldSymbol { IsConst: false } element when element.ContainingType.IsTupleType && serializer.IncludeFields => element.Type,
        IFieldSymbol { IsImplicitlyDeclared: false, IsConst: false } field when IsIncluded(field, serializer)
            || (serializer.IncludeFields && field.DeclaredAccessibility == Accessibility.Public) => field.Type,
        _ => null,
    };

    private bool IsIncluded(ISymbol member, Serializer serializer) => serializer.Kind switch
    {
        SerializerKind.Newtonsoft => member.Attribute(known.NewtonsoftProperty) is not null || IsDataMember(member),
        SerializerKind.SystemTextJson => member.Attribute(known.JsonInclude) is not null,
        SerializerKind.Protobuf => member.Attribute(known.Frameworks.ProtoMember) is not null,
        _ => false,
    };

    private bool IsIgnored(ISymbol member, Serializer serializer, bool optIn) => serializer.Kind switch
    {
        SerializerKind.Newtonsoft => IsIgnoredByNewtonsoft(member, optIn),
        SerializerKind.SystemTextJson => IsIgnored(member),
        SerializerKind.Xml => member.Attribute(known.XmlIgnore) is not null,
        SerializerKind.DataContractXml => member.ContainingType.Attribute(known.DataContract) is not null ? !IsDataMember(member) : member.Attribute(known.IgnoreDataMember) is not null,
        SerializerKind.GraphQL => member.Attribute(known.Frameworks.GraphQLIgnore) is not null,
        SerializerKind.Protobuf => IsIgnoredByProtobufNet(member),
        SerializerKind.OData => IsIgnoredByOData(member, serializer),
        _ => false,
    };

    // WhenWritingNull and WhenWritingDefault hide nothing that matters; Always (1), the default, and WhenWriting (4) do.
    private bool IsIgnored(ISymbol member) =>
        member.Attribute(known.JsonIgnore) is { } attribute
        && (attribute.NamedArguments.FirstOrDefault(a => a.Key == "Condition").Value.Value is null or 1 or 4);

    private bool IsIgnoredElsewhere(ISymbol member, Serializer serializer) =>
        (serializer.Kind != SerializerKind.SystemTextJson && IsIgnored(member))
        || (serializer.Kind != SerializerKind.Newtonsoft && (member.Attribute(known.NewtonsoftIgnore) ?? member.Attribute(known.IgnoreDataMember)) is not null);

    /// <summary>Whether XML holds a member: one that can be set, and a collection that can be added to.</summary>
    private bool WritesXml(ISymbol member, ITypeSymbol type, Serializer serializer) => member switch
    {
        _ when serializer.Kind == SerializerKind.DataContractXml && IsDataMember(member) => true,
        IFieldSymbol field => !field.IsReadOnly,
        IPropertySymbol property => property.SetMethod?.DeclaredAccessibility == Accessibility.Public
            || ((property.SetMethod is null || serializer.Kind == SerializerKind.Xml) && type is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } && type.ArgumentOf(known.EnumerableOfT) is not null),
        _ => false,
    };

    private bool IsDataMember(ISymbol member) => member.Attribute(known.DataMember) is not null && member.ContainingType.Attribute(known.DataContract) is not null;

    private bool IsOptIn(ITypeSymbol type) =>
        type.Attribute(known.DataContract) is not null
        || type.Attribute(known.NewtonsoftObject) is { } o
            && (o.ConstructorArguments.FirstOrDefault().Value ?? o.NamedArguments.FirstOrDefault(a => a.Key == "MemberSerialization").Value.Value) is 1;

    /// <summary>Of what is inherited too: Newtonsoft.Json asks for attributes along the overrides.</summary>
    private bool IsIgnoredByNewtonsoft(ISymbol member, bool optIn)
    {
        bool Has(INamedTypeSymbol? attribute) => attribute is not null && AttributesOf(member).Any(a => a.AttributeClass.Is(attribute));
        return Has(known.NewtonsoftIgnore)
            || member.ContainingType.GetMembers("ShouldSerialize" + member.Name).Any(IsNever)
            || (!optIn && (Has(known.IgnoreDataMember) || (member is IFieldSymbol && Has(known.NonSerialized))))
            || (optIn && !Has(known.NewtonsoftProperty) && !Has(known.DataMember));
    }

    /// <summary><c>public bool ShouldSerializeEmail() => false;</c></summary>
    private static bool IsNever(ISymbol member) => member is IMethodSymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Public, Parameters.IsEmpty: true, ReturnType.SpecialType: SpecialType.System_Boolean, IsVirtual: false, IsOverride: false } method
        && method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is MethodDeclarationSyntax written
        && (written.ExpressionBody?.Expression ?? (written.Body is { Statements: { Count: 1 } only } ? (only[0] as ReturnStatementSyntax)?.Expression : null)).IsKind(SyntaxKind.FalseLiteralExpression);

    /// <summary>A message of protobuf-net sends what is numbered; one without a contract, as the compiler of protobuf makes them, everything.</summary>
    private bool IsIgnoredByProtobufNet(ISymbol member) =>
        (member.ContainingType.Attribute(known.Frameworks.ProtoContract) ?? member.ContainingType.Attribute(known.DataContract)) is { } contract
        && (contract.NamedArguments.FirstOrDefault(a => a.Key == "ImplicitFields").Value.Value is 1 or 2
            ? member.Attribute(known.Frameworks.ProtoIgnore) is not null
            : (member.Attribute(known.Frameworks.ProtoMember) ?? member.Attribute(known.DataMember)) is null);

    /// <summary>By the rules of ODataConventionModelBuilder: what cannot be set is no member, but for a collection, which is filled as it is.</summary>
    private bool IsIgnoredByOData(ISymbol member, Serializer serializer) =>
        member is not IPropertySymbol property
        || known.IsDictionary(property.Type)
        || (property.SetMethod?.DeclaredAccessibility != Accessibility.Public && (property.Type.SpecialType == SpecialType.System_String || property.Type.ArgumentOf(known.EnumerableOfT) is null))
        || serializer.Left.Contains(property.ContainingType.Name + "." + property.Name)
        || property.Attribute(known.IgnoreDataMember) is not null || property.GetAttributes().Any(a => a.AttributeClass?.Name == "NotMappedAttribute")
        || (property.ContainingType.Attribute(known.DataContract) is not null && !IsDataMember(property));

    private bool IsExtensionData(ISymbol member) =>
        member is IPropertySymbol or IFieldSymbol { IsImplicitlyDeclared: false } && (member.Attribute(known.JsonExtensionData) ?? member.Attribute(known.NewtonsoftExtensionData)) is not null;

    private string WireName(ISymbol member, Serializer serializer) =>
        serializer.Kind switch
        {
            SerializerKind.Newtonsoft => NameOf(member.Attribute(known.NewtonsoftProperty), "PropertyName") ?? (member.ContainingType.Attribute(known.DataContract) is null ? null : NameOf(member.Attribute(known.DataMember), "Name")),
            SerializerKind.SystemTextJson => NameOf(member.Attribute(known.JsonPropertyName), "Name"),
            SerializerKind.Xml => NameOf(member.Attribute(known.XmlElement), "ElementName") ?? NameOf(member.Attribute(known.XmlAttribute), "AttributeName") ?? NameOf(member.Attribute(known.XmlArray), "ElementName"),
            SerializerKind.DataContractXml or SerializerKind.OData => IsDataMember(member) ? NameOf(member.Attribute(known.DataMember), "Name") : null,
            SerializerKind.GraphQL => NameOf(member.Attribute(known.Frameworks.GraphQLName), "Name") ?? (member is IMethodSymbol ? serializer.Naming.Convert(FieldName(member.Name)) : null),
            _ => null,
        }
        ?? serializer.Naming.Convert(member.Name);

    /// <summary>How HotChocolate names the field of a method: <c>GetCustomerAsync</c> is <c>customer</c>.</summary>
    private static string FieldName(string method)
    {
        var start = method.StartsWith("Get", StringComparison.Ordinal) && method.Length > 3 && char.IsUpper(method[3]) ? 3 : 0;
        var end = method.EndsWith("Async", StringComparison.Ordinal) && method.Length - start > 5 ? method.Length - 5 : method.Length;
        return method.Substring(start, end - start);
    }

    private static string? NameOf(AttributeData? attribute, string property) =>
        attribute?.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string name }
            ? name
            : attribute?.NamedArguments.FirstOrDefault(a => a.Key == property).Value.Value as string;
}
