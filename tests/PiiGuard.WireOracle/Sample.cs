using System.Collections;
using System.Reflection;

namespace PiiGuard.WireOracle;

/// <summary>Fills objects of any type, so that every path of theirs is on the wire.</summary>
public static class Sample
{
    /// <summary>The key of every dictionary, by which a value of one is told from a property.</summary>
    public const string Key = "dictionary-key";

    private const int MaxDepth = 8;

    /// <summary>An object of a type, or of the last of the types derived from it in its assembly.</summary>
    public static T Of<T>() => (T)Create(typeof(T), [])!;

    private static object? Create(Type type, List<Type> path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar(type) is { } scalar)
        {
            return scalar;
        }

        if (type.IsArray)
        {
            var array = Array.CreateInstance(type.GetElementType()!, 1);
            array.SetValue(Create(type.GetElementType()!, path), 0);
            return array;
        }

        if (type.IsGenericType && type.GetInterfaces().Append(type).Any(i => i == typeof(IEnumerable)))
        {
            return Collection(type, path);
        }

        // A tree has one generation; other cycles end at once, as the analyzers name each path once.
        if (path.Count > MaxDepth || (path.Count(t => t == type) is var times && (times > 1 || (times == 1 && path[^1] != type))))
        {
            return null;
        }

        path.Add(type);
        var created = Object(type, path);
        path.RemoveAt(path.Count - 1);
        return created;
    }

    private static object? Scalar(Type type) =>
        type == typeof(string) ? "x"
        : type == typeof(object) ? "o"
        : type == typeof(bool) ? true
        : type == typeof(DateTime) ? DateTime.UnixEpoch
        : type == typeof(DateOnly) ? new DateOnly(2000, 1, 2)
        : type == typeof(DateTimeOffset) ? DateTimeOffset.UnixEpoch
        : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(1)
        : type == typeof(Guid) ? Guid.Parse("11111111-1111-1111-1111-111111111111")
        : type == typeof(Uri) ? new Uri("https://example.com/")
        : type == typeof(byte[]) ? new byte[] { 1 }
        : type.IsEnum ? Enum.GetValues(type).GetValue(1)
        : type.IsPrimitive || type == typeof(decimal) ? Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    private static object Collection(Type type, List<Type> path)
    {
        var arguments = type.GetGenericArguments();
        if (arguments.Length == 2)
        {
            var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            dictionary.Add(Key, Create(arguments[1], path));
            return dictionary;
        }

        var concrete = type.IsInterface ? typeof(List<>).MakeGenericType(arguments) : type;
        var collection = Activator.CreateInstance(concrete)!;
        if (Create(arguments[0], path) is { } item)
        {
            concrete.GetMethod("Add", [arguments[0]])!.Invoke(collection, [item]);
        }

        return collection;
    }

    private static object? Object(Type type, List<Type> path)
    {
        if (type.IsAbstract)
        {
            type = type.Assembly.GetTypes().Where(t => !t.IsAbstract && type.IsAssignableFrom(t)).OrderBy(t => t.Name, StringComparer.Ordinal).LastOrDefault() ?? type;
        }

        var constructor = type.GetConstructors().OrderBy(c => c.GetParameters().Length).FirstOrDefault();
        var created = constructor is null ? Activator.CreateInstance(type)! : constructor.Invoke([.. constructor.GetParameters().Select(p => Create(p.ParameterType, path))]);
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
        {
            const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (var property in t.GetProperties(Own).Where(p => p.SetMethod is not null && p.GetIndexParameters().Length == 0))
            {
                property.SetValue(created, Create(property.PropertyType, path));
            }

            foreach (var field in t.GetFields(Own).Where(f => f.IsPublic && !f.IsInitOnly))
            {
                field.SetValue(created, Create(field.FieldType, path));
            }
        }

        return created;
    }
}
